// SPDX-License-Identifier: Apache-2.0
package io.thence.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * Runs the library's process for builds.
 *
 * @param java      the program of a JDK
 * @param classPath the application's
 * @param scratch   a folder for what goes in and out
 */
record BaselineFork(String java, String classPath, Path scratch) {

    private static final String PROCESS = "io.thence.schema.BaselineProcess";

    Answer run(Path baseline, String... arguments) throws MojoExecutionException {
        var command = new ArrayList<>(List.of(java, PROCESS));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(scratch);
            var in = Files.createTempFile(scratch, "schema", ".in");
            var out = Files.createTempFile(scratch, "schema", ".out");
            var errors = Files.createTempFile(scratch, "schema", ".err");
            try {
                var process = new ProcessBuilder(command)
                        .redirectInput(Files.exists(baseline) ? baseline.toFile() : in.toFile())
                        .redirectOutput(out.toFile()).redirectError(errors.toFile());
                // Not as an argument: a long class path would be too long for a command line of Windows.
                process.environment().put("CLASSPATH", classPath);
                int exitCode = process.start().waitFor();
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

    private String explained(String errors) {
        if (errors.contains("UnsupportedClassVersionError")) {
            return java + " is too old for Thence: run Maven on JDK 25, or name one by maven-toolchains-plugin";
        }
        if (errors.contains("ClassNotFoundException: " + PROCESS)) {
            return "the project does not depend on io.thence:thence: add it to its dependencies";
        }
        return errors;
    }
}
