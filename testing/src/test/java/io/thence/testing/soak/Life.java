// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.testing.child.ChildJvm;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A life of a {@link SoakProcess}, as who started it sees it. It says something ten times a second. */
final class Life implements AutoCloseable {

    private static final String HEAP = "-Xmx192m";

    private final Answers answers;
    private final MemoryLine memory;
    private final Path errors;
    private final Process process;
    private final BufferedReader lines;
    private final BufferedWriter told;
    private long refusals;
    private long mends;
    private String last = "";
    private String left = "";
    private boolean up;

    Life(Path folder, Answers answers, MemoryLine memory, List<String> arguments) throws IOException {
        this.answers = answers;
        this.memory = memory;
        errors = folder.resolve("errors.txt");
        process = new ProcessBuilder(ChildJvm.command(List.of(HEAP, "-Xshare:auto", "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=4"), SoakProcess.class, arguments)).redirectError(errors.toFile()).start();
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        told = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
        memory.begins();
    }

    /** Whether the application has started. */
    boolean isUp() {
        return up;
    }

    /** How many commands were refused so far because the disk was full. */
    long refusals() {
        return refusals;
    }

    /** How many dead letters were told to go on, or found out about. */
    long mends() {
        return mends;
    }

    /** Takes in the next line; fails the test if the process has ended by itself. */
    void goOn() throws IOException {
        if (!takeLine()) {
            throw new AssertionError("the process ended by itself: " + process.onExit().join().exitValue() + "\n"
                    + Files.readString(errors));
        }
    }

    /** Takes in lines until it says {@code what}. */
    void until(String what) throws IOException {
        while (!last.equals(what)) {
            goOn();
        }
    }

    /** What was left to be done when it was to end; empty if nothing was. */
    String left() {
        return left;
    }

    private boolean takeLine() throws IOException {
        var line = lines.readLine();
        if (line != null && line.endsWith(".")) {
            last = line.substring(0, line.length() - 1);
            var words = last.split(" ", -1);
            switch (words[0]) {
                case "ANSWERED" -> answers.take(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
                case "TICK" -> refusals = Long.parseLong(words[1]);
                case "MENDS" -> mends += Long.parseLong(words[1]);
                case "MEMORY" -> memory.take(Long.parseLong(words[1]), Long.parseLong(words[2]),
                        Long.parseLong(words[3]), Long.parseLong(words[4]));
                case "STUCK" -> left = last;
                case "UP" -> up = true;
                default -> {}
            }
        }
        return line != null;
    }

    void tell(String what) throws IOException {
        told.write(what + "\n");
        told.flush();
    }

    /** What it has said can still be read. */
    void kill() throws IOException {
        process.toHandle().destroyForcibly();
        boolean more = true;
        while (more) {
            more = takeLine();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
