// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each rule sees what it forbids, where it is, and lets pass what it allows. */
class RuleTest {
    private static final String FOLDER = "library/src/main/java/io/thence/some/";
    private static final String LICENSE = "// SPDX-License-Identifier: Apache-2.0\n";
    private static final String GOOD_PACKAGE = LICENSE + "/** Some things. */\n@NullMarked\npackage io.thence.some;\n";
    private static final String GOOD = LICENSE + """
            package io.thence.some;

            /** Says "Thread.sleep(1)" and "@Disabled", and does neither. */
            record Wide(int a, int b, int c, int d, int e) {
                Wide(int a, int b, int c, int d, int e, int f) {
                    this(a, b, c, d, e + f);
                }

                @Override
                public void given(int a, int b, int c, int d, int e) {
                    world.sleep("Thread.sleep(1)");
                }
            }
            """;

    @ParameterizedTest
    @EnumSource
    void passesTheGood(Rule rule) {
        assertThat(offences(rule, GOOD, GOOD_PACKAGE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void catchesTheBad(Rule rule) {
        String reported = offences(rule, bad(rule), rule == Rule.PACKAGES ? bad(rule) : GOOD_PACKAGE);
        assertThat(reported).startsWith(FOLDER).contains(":" + badLine(rule) + ":");
    }

    private static String offences(Rule rule, String text, String packageText) {
        var texts = Map.of(FOLDER + "Some.java", text, FOLDER + "package-info.java", packageText);
        return String.join("\n", rule.offences(Sources.parsed(texts)));
    }

    /** A new rule needs its bad example here, or this does not compile. */
    private static String bad(Rule rule) {
        return switch (rule) {
            case FILE_LENGTH -> LICENSE + "\n".repeat(400);
            case LINE_LENGTH -> LICENSE + "// " + "x".repeat(118);
            case TABS -> LICENSE + "class Some {\n\tint a;\n}\n";
            case LOOSE_ENDS -> LICENSE + "// TO" + "DO: all of it\n";
            case LICENSE -> "class Some {}\n";
            case METHOD_LENGTH -> LICENSE + "class Some {\n  void a() {" + "\n".repeat(50) + "}\n}\n";
            case PARAMETERS -> LICENSE + "class Some {\n  void a(int a, int b, int c, int d, int e) {}\n}\n";
            case DISABLED -> LICENSE + "class Some {\n  @Disabled\n  void a() {}\n}\n";
            case SLEEP -> LICENSE + "class Some {\n  void a() { Thread.sleep(1); }\n}\n";
            case NAMES -> LICENSE + "class Outer {\n  interface SomeHelper {}\n}\n";
            case PACKAGES -> LICENSE + "/** Nothing */\npackage io.thence.some;\n";
            case MEDIAN_SIZE -> LICENSE + "//".repeat(3 * 512);
            case USUAL_SIZE -> LICENSE + "//".repeat(8 * 512);
        };
    }

    private static int badLine(Rule rule) {
        return switch (rule) {
            case FILE_LENGTH -> 401;
            case LINE_LENGTH, LOOSE_ENDS -> 2;
            case TABS, METHOD_LENGTH, PARAMETERS, DISABLED, SLEEP, NAMES -> 3;
            case LICENSE, PACKAGES, MEDIAN_SIZE, USUAL_SIZE -> 1;
        };
    }
}
