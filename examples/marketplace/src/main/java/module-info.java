// SPDX-License-Identifier: Apache-2.0
/** Orders of a real marketplace, at any past moment. */
module io.thence.examples.marketplace {
    requires transitive io.thence.examples;

    exports io.thence.examples.marketplace;

    opens io.thence.examples.marketplace to
            info.picocli,
            tools.jackson.databind;
}
