// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.ordering;

import io.thence.examples.fulfilment.events.Item;
import java.util.List;
import java.util.Optional;

/** What those who take orders can be asked to do. */
public sealed interface OrderCommand {

    /** The order's number. */
    String order();

    /** Takes an order. */
    record Place(String order, Optional<String> customer, List<Item> items) implements OrderCommand {}

    /** Takes goods back. */
    record TakeBack(String order, List<Item> items) implements OrderCommand {}

    /** Says what becomes of goods that are not there. */
    record Settle(String order, List<Item> items) implements OrderCommand {}

    /** Notes that so many pieces are on their way. */
    record NoteShipped(String order, long pieces) implements OrderCommand {}
}
