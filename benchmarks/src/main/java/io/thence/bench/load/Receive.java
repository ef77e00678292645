// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

/**
 * The command of the benchmarks: an account receives a payment.
 *
 * @param account which
 * @param cents   how much
 */
public record Receive(String account, long cents) {

    private static final Payload TEMPLATE = Payload.of(1);

    /** The event that it leads to, of as many bytes as others have, or a few less. */
    public Payload payment() {
        return new Payload(account, cents, TEMPLATE.currency(), TEMPLATE.reference(), TEMPLATE.at(),
                TEMPLATE.confirmed(), TEMPLATE.text());
    }

    /** The {@code n}th of those that spread over {@code accounts} accounts as if by chance. */
    public static Receive spread(long n, int accounts) {
        return new Receive("A" + Mix.of(n, accounts), 1);
    }
}
