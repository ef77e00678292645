// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is promised of the sources. An offence reads "path:line: what is wrong". */
public enum Rule {
    FILE_LENGTH("a file has at most 400 lines", each(TextRules::length)),
    LINE_LENGTH("a line has at most 120 columns", each(TextRules::width)),
    TABS("no tabs", each(TextRules::tabs)),
    LOOSE_ENDS("no notes about work left to do", each(TextRules::looseEnds)),
    LICENSE("the first line names the license", each(TextRules::license)),
    METHOD_LENGTH("a method has at most 50 lines", each(SyntaxRules::longMethods)),
    PARAMETERS("a method has at most 4 parameters", each(SyntaxRules::manyParameters)),
    DISABLED("no test is disabled", each(SyntaxRules::disabled)),
    SLEEP("only World sleeps", each(SyntaxRules::sleeps)),
    NAMES("a type is named after what it is", each(SyntaxRules::names)),
    PACKAGES("every main package is described and null-marked", LayoutRules::packages),
    MEDIAN_SIZE("half of the main files have at most 3 KB", LayoutRules::median),
    USUAL_SIZE("nine in ten main files have at most 8 KB", LayoutRules::usual);

    private final String promise;
    private final Function<List<Source>, Stream<String>> check;

    Rule(String promise, Function<List<Source>, Stream<String>> check) {
        this.promise = promise;
        this.check = check;
    }

    private static Function<List<Source>, Stream<String>> each(Function<Source, Stream<String>> check) {
        return sources -> sources.stream().flatMap(check);
    }

    /** The rule in words. */
    public String promise() {
        return promise;
    }

    /** Where the sources break the rule. */
    public List<String> offences(List<Source> sources) {
        return check.apply(sources).toList();
    }
}
