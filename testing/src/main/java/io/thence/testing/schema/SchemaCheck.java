// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.schema;

import io.thence.Application;
import io.thence.schema.Baseline;
import io.thence.schema.Compatibility;
import io.thence.schema.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Compares an application's events with what was released of them, in a test:
 *
 * <pre>
 * &#64;Test
 * void events_stay_readable() {
 *     SchemaCheck.of(Bank.APPLICATION).against(Path.of("src/test/resources/bank.events.json"));
 * }
 * </pre>
 *
 * <p>The file is written by {@link #accept}, or by the goal {@code accept-schema} of {@code thence-maven-plugin},
 * when a change is to be released, and is committed with it. {@link io.thence.schema.Rule} says what is refused.
 *
 * @param application the application
 * @param mode        which way changes must be compatible
 */
public record SchemaCheck(Application application, Compatibility mode) {

    /** Checks that new code reads what is stored. */
    public static SchemaCheck of(Application application) {
        return new SchemaCheck(application, Compatibility.BACKWARD);
    }

    /** Checks in {@code other} mode instead. */
    public SchemaCheck in(Compatibility other) {
        return new SchemaCheck(application, other);
    }

    /**
     * Compares with the baseline in {@code file}.
     *
     * @throws AssertionError with all that is not compatible, or if there is no such file
     */
    public void against(Path file) {
        if (!Files.exists(file)) {
            throw new AssertionError("there is no baseline " + file.toAbsolutePath() + ": write it once by"
                    + " SchemaCheck.of(..).accept(file) or mvn io.thence:thence-maven-plugin:accept-schema, and commit"
                    + " it");
        }
        var findings = read(file).check(application, mode);
        if (!findings.isEmpty()) {
            throw new AssertionError("application '" + application.name() + "' is not compatible with " + file + ":\n"
                    + findings.stream().map(Finding::toString).collect(Collectors.joining("\n  - ", "  - ", "")));
        }
    }

    /**
     * Takes what the application has into the baseline in {@code file}, which is made if it is not there. To be called
     * by a person, when a change is to be released: it takes in what is not compatible too, and says what that is.
     */
    public void accept(Path file) {
        var now = Files.exists(file) ? read(file).with(application) : Baseline.of(application);
        if (Files.exists(file)) {
            read(file).check(application, mode).forEach(finding -> System.err.println("accepted: " + finding));
        }
        try {
            Files.writeString(file, now.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Baseline read(Path file) {
        try {
            return Baseline.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
