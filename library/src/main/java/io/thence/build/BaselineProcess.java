// SPDX-License-Identifier: Apache-2.0
package io.thence.build;

import io.thence.Application;
import io.thence.schema.Baseline;
import io.thence.schema.Compatibility;
import io.thence.schema.Finding;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A process that compares an application with its baseline, for builds: it runs on the application's class path, while
 * the build tool may run on an older JDK. The baseline comes in by standard input, nothing where there is none yet.
 *
 * <pre>
 * check  MODE pkg.Class#FIELD     prints what is not compatible, a line each
 * accept MODE pkg.Class#FIELD     prints the new baseline, unless something is not compatible: that is said as errors
 * despite MODE pkg.Class#FIELD    prints the new baseline and says as errors what is not compatible
 * </pre>
 *
 * <p>It ends with 0 if all is well, with 3 if something is not compatible, else it could not find out.
 */
public final class BaselineProcess {

    private final ProcessStreams streams;

    BaselineProcess(ProcessStreams streams) {
        this.streams = streams;
    }

    /** Runs it and ends this JVM. */
    public static void main(String... args) {
        System.exit(new BaselineProcess(ProcessStreams.ofJvm()).run(args));
    }

    int run(String... args) {
        try {
            var mode = Compatibility.valueOf(args[1]);
            var application = NamedApplication.of(args[2]);
            var text = new String(streams.in().readAllBytes(), StandardCharsets.UTF_8);
            var released = text.isBlank() ? Optional.<Baseline>empty()
                    : Optional.of(Baseline.parse(text, "the baseline"));
            var findings = released.map(baseline -> baseline.check(application, mode)).orElse(List.of());
            return switch (args[0]) {
                case "check" -> say(findings, streams.out());
                case "accept" -> findings.isEmpty() ? write(released, application) : say(findings, streams.err());
                case "despite" -> {
                    say(findings, streams.err());
                    yield write(released, application);
                }
                default -> throw new IllegalArgumentException("'" + args[0] + "' is not one of check, accept, despite");
            };
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError e) {
            streams.err().println(Reason.of(e));
            return ProcessStreams.FAILED;
        }
    }

    private static int say(List<Finding> findings, PrintStream to) {
        findings.forEach(to::println);
        return findings.isEmpty() ? ProcessStreams.FINE : ProcessStreams.FOUND;
    }

    private int write(Optional<Baseline> released, Application application) {
        var baseline = released.map(before -> before.with(application)).orElseGet(() -> Baseline.of(application));
        streams.out().print(baseline.text());
        return ProcessStreams.FINE;
    }
}
