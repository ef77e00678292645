// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a main class in two fresh JVMs that differ in everything that must not matter: heap, identity hashes, time zone,
 * language, default encoding, and the salt by which {@code Set.of} and {@code Map.of} order their elements. What they
 * print must be the same.
 *
 * <p>Both heaps are larger than 304 MiB: with less, H2 writes what is not committed a little earlier, which moves the
 * steps after that.
 *
 * <p>Let the main class print the {@link Report#trace} of some seeds; and all lines of one trace, by
 * {@link Simulator#watch}, to see where two that should be equal part.
 */
public final class UnlikeJvms {

    /** Compiling well costs more than some ten lives gain by it. */
    private static final String FEW_LIVES = "-XX:TieredStopAtLevel=1";

    private static final List<Jvm> BOTH = List.of(
            new Jvm("Asia/Kathmandu", List.of("-Xmx384m", FEW_LIVES, "-XX:hashCode=2", "-XX:+UseSerialGC",
                    "-Duser.timezone=Pacific/Kiritimati", "-Duser.language=tr", "-Duser.country=TR",
                    "-Dfile.encoding=ISO-8859-1")),
            new Jvm("America/New_York", List.of("-Xmx1g", FEW_LIVES, "-XX:hashCode=5", "-XX:+UseParallelGC",
                    "-Duser.timezone=America/St_Johns", "-Duser.language=ar", "-Duser.country=EG",
                    "-Dfile.encoding=UTF-8")));

    private UnlikeJvms() {}

    private record Jvm(String zone, List<String> options) {}

    /**
     * Runs {@code main} in both, at the same time; what they print.
     *
     * @throws AssertionError if one ends with an error, or they print different things: the first such line is shown
     */
    public static List<String> demandSameOutput(Class<?> main, String... arguments) {
        try {
            var processes = new ArrayList<Process>();
            for (var jvm : BOTH) {
                processes.add(start(jvm, main, arguments));
            }
            var first = lines(processes.getFirst());
            var second = lines(processes.getLast());
            compare(first, second);
            return first;
        } catch (IOException e) {
            throw new AssertionError("a JVM does not start: " + e.getMessage(), e);
        }
    }

    private static Process start(Jvm jvm, Class<?> main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-cp", System.getProperty("java.class.path")));
        command.addAll(jvm.options());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("thence."))
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(Map.of("TZ", jvm.zone(), "LC_ALL", "C"));
        return builder.start();
    }

    private static List<String> lines(Process process) throws IOException {
        List<String> lines;
        try (InputStream out = process.getInputStream()) {
            lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new AssertionError("a JVM ended with " + exit + " after " + lines.size() + " lines; the last: "
                    + (lines.isEmpty() ? "" : lines.getLast()));
        }
        return lines;
    }

    private static void compare(List<String> first, List<String> second) {
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            var one = i < first.size() ? first.get(i) : "the end";
            var other = i < second.size() ? second.get(i) : "the end";
            if (!one.equals(other)) {
                throw new AssertionError("two JVMs print different things in line " + (i + 1) + ":\n    " + one
                        + "\n    " + other + "\nSomething depends on more than the seed; most often code that"
                        + " goes through a Set.of(..), Map.of(..) or HashMap");
            }
        }
    }
}
