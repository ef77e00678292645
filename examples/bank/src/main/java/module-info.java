// SPDX-License-Identifier: Apache-2.0
/** Accounts of a real bank, with an overdraft rule. */
module io.thence.examples.bank {
    requires transitive io.thence.examples;

    exports io.thence.examples.bank;

    opens io.thence.examples.bank to
            info.picocli,
            tools.jackson.databind;
}
