// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.travel.events;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** A stay in one room: {@code nights} from {@code arrival} on; none for a guest of the day. */
public record Stay(String hotel, LocalDate arrival, int nights) {

    /** Its nights. */
    public List<Night> each() {
        return IntStream.range(0, nights).mapToObj(i -> new Night(hotel, arrival.plusDays(i))).toList();
    }
}
