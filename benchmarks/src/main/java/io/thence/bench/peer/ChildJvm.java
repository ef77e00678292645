// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another process with this one's JVM, options and class path, which ends with it. It is talked to in lines. */
public final class ChildJvm implements AutoCloseable {

    private static final long END_SECONDS = 30;

    /** A heap as a service has it that is not alone on its machine, instead of this JVM's. */
    public static final List<String> SMALL_HEAP = heap(512);

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final Thread atEnd;

    /** Runs the main class {@code main} with {@code arguments}; {@code options} come after this JVM's own. */
    public ChildJvm(List<String> options, String main, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-XX:AOT") && !option.startsWith("-Xlog")).forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        out = process.inputReader(StandardCharsets.UTF_8);
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        atEnd = new Thread(process::destroyForcibly, "bench-end-child");
        Runtime.getRuntime().addShutdownHook(atEnd);
    }

    /** Options for a heap of so many MiB, three quarters of it for new objects as in this JVM. */
    static List<String> heap(int megabytes) {
        return List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-Xmn" + megabytes * 3 / 4 + "m");
    }

    /** The next line that it prints. */
    public String line() throws IOException {
        var line = out.readLine();
        if (line == null) {
            throw new IOException("the child process has ended: what it said is above");
        }
        return line;
    }

    /** Gives it a line to read. */
    public void say(String line) {
        in.println(line);
    }

    /** Waits until it has ended by itself; whether all went well. */
    public boolean ended() throws InterruptedException {
        return process.waitFor(END_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atEnd);
    }
}
