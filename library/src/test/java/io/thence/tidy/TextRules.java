// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules that need no more than the lines of a file. */
final class TextRules {
    private static final int LINES_MAX = 400;
    private static final int COLUMNS_MAX = 120;
    // In pieces, or this file would break the rule.
    private static final Predicate<String> LOOSE_END =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b").asPredicate();

    private TextRules() {}

    static Stream<String> length(Source source) {
        int count = source.lines().size();
        return count <= LINES_MAX ? Stream.of() : Stream.of(source.at(LINES_MAX + 1, count + " lines"));
    }

    static Stream<String> width(Source source) {
        return where(source, line -> line.codePointCount(0, line.length()) > COLUMNS_MAX, "too wide");
    }

    static Stream<String> tabs(Source source) {
        return where(source, line -> line.contains("\t"), "a tab");
    }

    static Stream<String> looseEnds(Source source) {
        return where(source, LOOSE_END, "a loose end");
    }

    static Stream<String> license(Source source) {
        boolean named = source.text().startsWith("// SPDX-License-Identifier: Apache-2.0\n");
        return named ? Stream.of() : Stream.of(source.at(1, "no license"));
    }

    private static Stream<String> where(Source source, Predicate<String> isWrong, String what) {
        List<String> lines = source.lines();
        return IntStream.range(0, lines.size())
                .filter(i -> isWrong.test(lines.get(i)))
                .mapToObj(i -> source.at(i + 1, what));
    }
}
