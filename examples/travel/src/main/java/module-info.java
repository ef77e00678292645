// SPDX-License-Identifier: Apache-2.0
/** Bookings of two real hotels, and a rule that never overbooks. */
module io.thence.examples.travel {
    requires transitive io.thence.examples;

    exports io.thence.examples.travel;

    opens io.thence.examples.travel to
            info.picocli,
            tools.jackson.databind;
}
