// SPDX-License-Identifier: Apache-2.0
/** A shop's orders, inventory and shipping as applications of their own, joined by events alone. */
module io.thence.examples.fulfilment {
    requires transitive io.thence.examples;
    requires io.thence.examples.shop;

    exports io.thence.examples.fulfilment;
    exports io.thence.examples.fulfilment.events;
    exports io.thence.examples.fulfilment.inventory;
    exports io.thence.examples.fulfilment.ordering;
    exports io.thence.examples.fulfilment.shipping;

    opens io.thence.examples.fulfilment to
            info.picocli;
    opens io.thence.examples.fulfilment.events to
            tools.jackson.databind;
    opens io.thence.examples.fulfilment.inventory to
            tools.jackson.databind;
    opens io.thence.examples.fulfilment.ordering to
            tools.jackson.databind;
    opens io.thence.examples.fulfilment.shipping to
            tools.jackson.databind;
}
