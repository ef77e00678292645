// SPDX-License-Identifier: Apache-2.0
/** What all examples share: finding data, sending it as commands, printing answers. */
module io.thence.examples {
    requires transitive io.thence;
    requires transitive io.thence.server;
    requires transitive info.picocli;
    requires de.siegmar.fastcsv;

    exports io.thence.examples;

    opens io.thence.examples to
            info.picocli;
}
