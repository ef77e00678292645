// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A daily file in the cache, and the partial file that it grows from. */
record CachedDay(DayFile day, Path cache) {

    Path file() {
        return cache.resolve(day.name());
    }

    Path part() {
        return cache.resolve(day.name() + ".part");
    }

    /** Whether the file is there and is what was published. */
    boolean isGood() throws IOException {
        return Files.exists(file()) && sha256(file()).equals(day.sha256());
    }

    /** How much of the file has been loaded so far. */
    long loaded() throws IOException {
        return Files.exists(part()) ? Files.size(part()) : 0;
    }

    /** Whether the partial file has become the whole one. */
    boolean isWhole() throws IOException {
        return Files.exists(part()) && sha256(part()).equals(day.sha256());
    }

    /** Gives the partial file, which is whole, its own name. */
    void keep() throws IOException {
        Files.move(part(), file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes the partial file, which is not what was published. */
    InputRefused.WrongChecksum refuse() throws IOException {
        var found = sha256(part());
        Files.delete(part());
        return new InputRefused.WrongChecksum(file().toString(), day.sha256(), found);
    }

    private static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
