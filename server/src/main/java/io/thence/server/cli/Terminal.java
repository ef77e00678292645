// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a command writes.
 *
 * @param out       results, and nothing else; buffered
 * @param err       everything else
 * @param outShown  whether a person reads {@code out} as it comes
 * @param errShown  whether a person reads {@code err} as it comes, so that a line may be drawn over
 * @param columns   how wide the terminal is
 */
public record Terminal(PrintWriter out, PrintStream err, boolean outShown, boolean errShown, int columns) {

    private static final int COLUMNS_USUAL = 120;

    /** The process's own. */
    static Terminal system() {
        boolean outShown = isTerminal(1);
        boolean errShown = isTerminal(2);
        var results = new ResultStream(new FileOutputStream(FileDescriptor.out));
        return new Terminal(new PrintWriter(results, false, StandardCharsets.UTF_8), System.err, outShown, errShown,
                outShown || errShown ? columnsOfTerminal() : COLUMNS_USUAL);
    }

    /** The same, with what is drawn over shown also where nobody seems to look. */
    Terminal withProgress(boolean wanted) {
        return new Terminal(out, err, outShown, errShown || wanted, columns);
    }

    /** Says something to the person, on {@code err}. */
    public void say(String line) {
        err.println("thence: " + line);
    }

    /** Java can only tell for input and output together; Linux says it for each. */
    private static boolean isTerminal(int descriptor) {
        var link = Path.of("/proc/self/fd/" + descriptor);
        try {
            if (Files.isSymbolicLink(link)) {
                var target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            }
        } catch (IOException _) {
            // Then as Java sees it.
        }
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private static int columnsOfTerminal() {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(Path.of("/dev/tty").toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
            return columns > 0 ? columns : COLUMNS_USUAL;
        } catch (IOException | NumberFormatException _) {
            return COLUMNS_USUAL;
        }
    }
}
