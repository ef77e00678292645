// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

import java.time.LocalDate;

/** A night in a hotel: that from {@code day} to the next. */
public record Night(String hotel, LocalDate day) {

    String text() {
        return hotel + "/" + day;
    }

    @Override
    public String toString() {
        return "night of " + day + " in " + hotel;
    }
}
