// SPDX-License-Identifier: Apache-2.0
/** Money that is moved between the accounts of a real bank, by a saga. */
module io.thence.examples.transfer {
    requires transitive io.thence.examples;

    exports io.thence.examples.transfer;

    opens io.thence.examples.transfer to
            info.picocli,
            tools.jackson.databind;
}
