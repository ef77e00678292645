// SPDX-License-Identifier: Apache-2.0
/** All examples in one command line. */
module io.thence.examples.all {
    requires io.thence.examples.bank;
    requires io.thence.examples.enrolment;
    requires io.thence.examples.fulfilment;
    requires io.thence.examples.lastlogin;
    requires io.thence.examples.marketplace;
    requires io.thence.examples.shop;
    requires io.thence.examples.transfer;
    requires io.thence.examples.travel;
    requires io.thence.server;
    requires info.picocli;

    provides io.thence.server.cli.Subcommand with
            io.thence.examples.all.ExampleCommand;

    opens io.thence.examples.all to
            info.picocli;
}
