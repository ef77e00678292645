// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about files beside each other. */
final class LayoutRules {
    private static final int KB = 1024;
    /** A comment with a sentence, then the annotation, then the package. */
    private static final Pattern DESCRIBED =
            Pattern.compile("/(\\*\\*|//).*\\w[.:].*@NullMarked\\s+package", Pattern.DOTALL);

    private LayoutRules() {}

    static Stream<String> packages(List<Source> sources) {
        var descriptors = sources.stream()
                .filter(source -> source.fileName().equals("package-info.java"))
                .collect(Collectors.toMap(Source::folder, source -> source));
        return sources.stream()
                .filter(source -> source.isMain() && !source.isDescriptor())
                .map(Source::folder)
                .distinct()
                .flatMap(folder -> {
                    Source descriptor = descriptors.get(folder);
                    if (descriptor == null) {
                        return Stream.of(folder + ": no package-info.java");
                    }
                    boolean described = DESCRIBED.matcher(descriptor.text()).find();
                    return described ? Stream.of() : Stream.of(descriptor.at(1, "no sentence, or not @NullMarked"));
                });
    }

    static Stream<String> median(List<Source> sources) {
        return shareAtMost(sources, 50, 3 * KB);
    }

    static Stream<String> usual(List<Source> sources) {
        return shareAtMost(sources, 90, 8 * KB);
    }

    private static Stream<String> shareAtMost(List<Source> sources, int percent, int limit) {
        List<Source> main = sources.stream().filter(source -> source.isMain() && !source.isDescriptor()).toList();
        List<Source> large = main.stream()
                .filter(source -> bytes(source) > limit)
                .sorted(Comparator.comparingInt(LayoutRules::bytes).reversed())
                .toList();
        boolean kept = large.size() * 100L <= main.size() * (100L - percent);
        return kept ? Stream.of() : large.stream().map(source -> source.at(1, bytes(source) + " bytes"));
    }

    private static int bytes(Source source) {
        return source.text().getBytes(StandardCharsets.UTF_8).length;
    }
}
