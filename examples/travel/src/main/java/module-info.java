// SPDX-License-Identifier: Apache-2.0
/** Two real hotels as three applications over one store, and a rule that never overbooks. */
module io.thence.examples.travel {
    requires transitive io.thence.examples;

    exports io.thence.examples.travel;
    exports io.thence.examples.travel.booking;
    exports io.thence.examples.travel.events;
    exports io.thence.examples.travel.notification;
    exports io.thence.examples.travel.payment;

    opens io.thence.examples.travel to
            info.picocli,
            tools.jackson.databind;
}
