// SPDX-License-Identifier: Apache-2.0
/** Contract suites, simulator and given/when/then, for users' tests and our own. */
module io.thence.testing {
    requires transitive io.thence;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;

    exports io.thence.testing.contract;
    exports io.thence.testing.disk;

    opens io.thence.testing.contract to
            org.junit.platform.commons;
}
