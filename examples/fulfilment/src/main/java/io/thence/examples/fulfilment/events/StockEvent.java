// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.events;

import java.util.List;

/** What happened on the shelves. */
public sealed interface StockEvent {

    /** An article has so many pieces more. */
    record ShelfFilled(String code, long pieces) implements StockEvent {}

    /** Goods were taken from the shelves, for an order. */
    record GoodsPicked(String order, List<Item> items) implements StockEvent {}

    /** Of these an order wants more than there is: nothing of them was taken. */
    record GoodsShort(String order, List<Item> items) implements StockEvent {}

    /** Goods that came back are on the shelves again. */
    record GoodsPutBack(String order, List<Item> items) implements StockEvent {}

    /** Goods were bought that the customer of an order waits for; they do not come to the shelves. */
    record GoodsBought(String order, List<Item> items) implements StockEvent {}
}
