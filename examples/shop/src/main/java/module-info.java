// SPDX-License-Identifier: Apache-2.0
/** A wholesaler of gifts, run on a real one's orders. */
module io.thence.examples.shop {
    requires transitive io.thence;
    requires transitive io.thence.server;
    requires java.net.http;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.csv;

    exports io.thence.examples.shop;
    exports io.thence.examples.shop.input;
    exports io.thence.examples.shop.page;

    opens io.thence.examples.shop to tools.jackson.databind;
    opens io.thence.examples.shop.page to tools.jackson.databind;
}
