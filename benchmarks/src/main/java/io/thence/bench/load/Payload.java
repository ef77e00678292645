// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.event.Json;

/**
 * The event of the benchmarks: a record whose JSON has {@link #BYTES} bytes, of the kinds of fields that events have.
 *
 * @param account   whose
 * @param cents     how much
 * @param currency  of what
 * @param reference a number that another system gave
 * @param at        when, in milliseconds
 * @param confirmed whether somebody has looked at it
 * @param text      as long as it takes
 */
public record Payload(
        String account, long cents, String currency, String reference, long at, boolean confirmed, String text) {

    /** Bytes of its JSON. */
    public static final int BYTES = 256;

    /** Its name as an event type. */
    public static final String TYPE = "payment.received";

    private static final String WORDS =
            "Payment of the invoice as agreed, with thanks for the goods that were delivered to us in good order. "
                    .repeat(3);

    /** The {@code n}th, always the same. */
    public static Payload of(long n) {
        var bare = new Payload("account-" + n % 1_000_000, n * 7_919 % 1_000_000, "EUR", "R" + (1_000_000_000L + n),
                1_291_190_400_000L + n, n % 3 == 0, "");
        int left = BYTES - Json.write(bare).length;
        return new Payload(bare.account, bare.cents, bare.currency, bare.reference, bare.at, bare.confirmed,
                WORDS.substring(0, left));
    }

    /** The JSON of the {@code n}th. */
    public static byte[] json(long n) {
        return Json.write(of(n));
    }
}
