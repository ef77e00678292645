// SPDX-License-Identifier: Apache-2.0
/** Courses with few seats, students with few hours. */
module io.thence.examples.enrolment {
    requires transitive io.thence.examples;

    exports io.thence.examples.enrolment;

    opens io.thence.examples.enrolment to
            info.picocli,
            tools.jackson.databind;
}
