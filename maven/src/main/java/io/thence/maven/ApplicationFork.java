// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * Runs the library's processes for builds.
 *
 * @param java      the program of a JDK
 * @param classPath the application's
 * @param scratch   a folder for what goes in and out
 */
record ApplicationFork(String java, String classPath, Path scratch) {

    private static final String PROCESSES = "io.thence.build.";

    /** Runs {@code process}, with {@code input} where there is some. */
    Answer run(String process, Optional<Path> input, String... arguments) throws MojoExecutionException {
        var command = new ArrayList<>(List.of(java, PROCESSES + process));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(scratch);
            var in = Files.createTempFile(scratch, "thence", ".in");
            var out = Files.createTempFile(scratch, "thence", ".out");
            var errors = Files.createTempFile(scratch, "thence", ".err");
            try {
                var fork = new ProcessBuilder(command)
                        .redirectInput(input.orElse(in).toFile())
                        .redirectOutput(out.toFile()).redirectError(errors.toFile());
                // Not as an argument: a long class path would be too long for a command line of Windows.
                fork.environment().put("CLASSPATH", classPath);
                int exitCode = ended(fork.start());
                return new Answer(exitCode, Files.readString(out), explained(Files.readString(errors)));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new MojoExecutionException("cannot run " + java + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted", e);
        }
    }

    /** The exit code; whoever interrupts the build ends the process too. */
    private static int ended(Process process) throws InterruptedException {
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private String explained(String errors) {
        if (errors.contains("UnsupportedClassVersionError")) {
            return java + " is too old for Thence: run Maven on JDK 25, or name one by maven-toolchains-plugin";
        }
        if (errors.contains("ClassNotFoundException: " + PROCESSES)) {
            return "the project does not depend on io.thence:thence, or on a version of it that is older than this"
                    + " plugin: add it to its dependencies, in the plugin's version";
        }
        return errors;
    }
}
