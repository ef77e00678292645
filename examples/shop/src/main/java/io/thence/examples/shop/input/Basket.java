// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import io.thence.examples.Chance;

/** What made-up customers buy and bring back. */
final class Basket {

    private static final int CUSTOMERS = 2_000;
    private static final int FIRST_CUSTOMER = 12_346;
    /** Returns are of goods among so many sold last. */
    private static final int REMEMBERED = 256;
    private static final int[] QUANTITIES = {1, 1, 1, 1, 2, 2, 2, 3, 4, 4, 6, 6, 8, 10, 12, 12, 16, 24, 25, 48};
    private static final String HOME = "United Kingdom";
    private static final String[] ABROAD = {"Germany", "France", "EIRE", "Germany", "France", "Spain", "Belgium",
        "Netherlands", "Norway", "Portugal", "Switzerland", "Australia"};
    private static final Customer UNKNOWN = new Customer("", HOME);

    /** Who buys; the id is empty when that is not known. */
    record Customer(String id, String country) {}

    /** What stands on a line, its description quoted where it must be. */
    record Item(String code, String description, int quantity, int priceInPence, Customer customer) {
        /** The same, for somebody else. */
        Item of(Customer other) {
            return new Item(code, description, quantity, priceInPence, other);
        }
    }

    private final Chance chance;
    private final Popularity goods = new Popularity(Catalogue.GOODS, 40);
    private final Popularity customers = new Popularity(CUSTOMERS, 100);
    private final Item[] latest = new Item[REMEMBERED];
    private int sold;

    Basket(Chance chance) {
        this.chance = chance;
    }

    /** A customer for an invoice; one in three is not known. */
    Customer customer() {
        if (chance.onceIn(3)) {
            return UNKNOWN;
        }
        int rank = customers.pick(chance);
        var country = rank % 9 == 4 ? ABROAD[rank / 9 % ABROAD.length] : HOME;
        return new Customer(FIRST_CUSTOMER + rank * 3 + ".0", country);
    }

    Item sold(Customer customer) {
        int rank = goods.pick(chance);
        int pieces = QUANTITIES[chance.below(QUANTITIES.length)];
        int quantity = chance.onceIn(300) ? pieces * 20 : pieces;
        int price = chance.onceIn(250) ? 0 : Catalogue.priceInPence(rank);
        var item = new Item(Catalogue.code(rank), Catalogue.description(rank), quantity, price, customer);
        latest[sold % REMEMBERED] = item;
        sold++;
        return item;
    }

    boolean hasSold() {
        return sold > 0;
    }

    /** Some or all pieces of goods sold lately. */
    Item returned() {
        var item = latest[chance.below(Math.min(sold, REMEMBERED))];
        int pieces = chance.onceIn(2) ? item.quantity() : chance.between(1, item.quantity());
        return new Item(item.code(), item.description(), -pieces, item.priceInPence(), item.customer());
    }

    /** Goods lost or broken, as a line inside a sale: no customer, no price, and mostly no description. */
    Item writtenOff() {
        int rank = goods.pick(chance);
        var description = chance.onceIn(3) ? "damaged" : "";
        return new Item(Catalogue.code(rank), description, -chance.between(1, 60), 0, UNKNOWN);
    }
}
