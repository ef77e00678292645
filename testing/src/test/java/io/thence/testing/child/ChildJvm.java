// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.child;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Other JVMs with the class path of this one. */
public final class ChildJvm {

    private static final long LIMIT_MINUTES = 60;

    private ChildJvm() {}

    /** The command that runs {@code main}. */
    public static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    /** The class path of this JVM, its folders put into jars in {@code into}. */
    public static String jars(Path into) throws IOException {
        var paths = new ArrayList<String>();
        for (var entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            var path = Path.of(entry);
            paths.add(Files.isDirectory(path) ? jar(path, into.resolve(paths.size() + ".jar")) : entry);
        }
        return String.join(File.pathSeparator, paths);
    }

    private static String jar(Path folder, Path jar) throws IOException {
        try (var files = Files.walk(folder); var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar.toString();
    }

    /** Runs a command to its end; all that it prints. Fails the test if it ends badly. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("a child process failed: " + command.getLast() + "\n" + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
