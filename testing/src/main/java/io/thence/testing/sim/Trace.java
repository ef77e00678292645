// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happened in a simulated world, line by line, and the SHA-256 of all lines. Two runs from one seed have the same
 * trace; where they do not, something depends on more than the seed: most often code that goes through an unordered
 * collection ({@code Set.of}, {@code HashMap}), whose order differs from JVM to JVM.
 *
 * <p>A line is: step, virtual time in nanoseconds, who, what.
 */
public final class Trace {

    private static final int LAST = 40;

    private final MessageDigest digest = sha256();
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final Consumer<String> watcher;

    Trace(Consumer<String> watcher) {
        this.watcher = watcher;
    }

    void add(String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        watcher.accept(line);
        if (last.size() == LAST) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    /** SHA-256 of all lines so far, in hexadecimal. */
    public String hash() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the platform's SHA-256 can be cloned", e);
        }
    }

    /** The last {@value #LAST} lines. */
    public List<String> last() {
        return List.copyOf(last);
    }

    /** SHA-256 of stored bytes, its first 16 digits. */
    static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
