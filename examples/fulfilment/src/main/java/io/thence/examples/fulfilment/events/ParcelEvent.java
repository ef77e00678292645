// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.events;

import java.util.List;

/** What happened to parcels. */
public sealed interface ParcelEvent {

    /** A parcel is on its way: the so many-th of its order, from 1. */
    record ParcelSent(String order, int number, List<Item> items) implements ParcelEvent {}
}
