// SPDX-License-Identifier: Apache-2.0
/** A wholesaler of gifts, run on a real one's orders. */
module io.thence.examples.shop {
    requires transitive io.thence;
    requires transitive io.thence.server;
    requires info.picocli;
    requires io.thence.examples;
    requires java.net.http;
    requires de.siegmar.fastcsv;

    exports io.thence.examples.shop;
    exports io.thence.examples.shop.input;
    exports io.thence.examples.shop.page;

    provides io.thence.server.cli.Subcommand with
            io.thence.examples.shop.demo.DemoCommand;

    opens io.thence.examples.shop.demo to
            info.picocli;
    opens io.thence.examples.shop to tools.jackson.databind;
    opens io.thence.examples.shop.page to tools.jackson.databind;
}
