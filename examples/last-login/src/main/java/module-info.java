// SPDX-License-Identifier: Apache-2.0
/** Event processing at its simplest: when each editor of Wikipedia was last seen. */
module io.thence.examples.lastlogin {
    requires transitive io.thence.examples;

    exports io.thence.examples.lastlogin;

    opens io.thence.examples.lastlogin to
            info.picocli,
            tools.jackson.databind;
}
