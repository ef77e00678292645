// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.inventory;

import io.thence.examples.fulfilment.events.Item;
import java.util.List;
import java.util.Set;

/** What those who have the shelves can be asked to do. */
public sealed interface StockCommand {

    /** Puts pieces of an article on its shelf. */
    record Fill(String code, long pieces) implements StockCommand {}

    /** Takes from the shelves what an order wants. */
    record Pick(String order, List<Item> items) implements StockCommand {
        Set<String> codes() {
            return Item.codes(items);
        }
    }

    /** Puts goods that came back on their shelves. */
    record PutBack(String order, List<Item> items) implements StockCommand {}

    /** Buys what the customer of an order waits for. */
    record Buy(String order, List<Item> items) implements StockCommand {}
}
