// SPDX-License-Identifier: Apache-2.0
/** An online shop, run on a real retail data set. */
module io.thence.examples.shop {
    requires transitive io.thence;
    requires io.thence.server;
    requires tools.jackson.dataformat.csv;

    exports io.thence.examples.shop;
}
