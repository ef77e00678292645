// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.shipping;

import io.thence.examples.fulfilment.events.Item;
import java.util.List;

/** Sends goods to the customer of an order. */
public record Ship(String order, List<Item> items) {}
