// SPDX-License-Identifier: Apache-2.0
/** Contract suites, the simulator and a disk that fails, for users' tests and our own. */
module io.thence.testing {
    requires transitive io.thence;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires com.h2database;

    exports io.thence.testing.contract;
    exports io.thence.testing.disk;
    exports io.thence.testing.schema;
    exports io.thence.testing.sim;
    exports io.thence.testing.spec;

    opens io.thence.testing.contract to
            org.junit.platform.commons;
}
