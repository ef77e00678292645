// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/** Looks for texts in all files of a directory: in UTF-8, UTF-16 and Base64. */
final class Remains {

    private Remains() {}

    /** The files below {@code where} in which a marker stands in some form. */
    static List<String> found(Path where, List<String> markers) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(where)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (holds(file, forms(markers))) {
                    found.add(where.relativize(file).toString());
                }
            }
        }
        return found;
    }

    private static boolean holds(Path file, List<String> forms) throws IOException {
        try {
            var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return forms.stream().anyMatch(bytes::contains);
        } catch (NoSuchFileException _) {
            return true; // it goes just now, so there is still something being done
        }
    }

    private static List<String> forms(List<String> markers) {
        var forms = new ArrayList<String>();
        for (var marker : markers) {
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE,
                    StandardCharsets.UTF_16LE)) {
                var bytes = marker.getBytes(charset);
                forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
                for (int shift = 0; shift < 3; shift++) {
                    forms.add(inBase64(bytes, shift));
                }
            }
        }
        return forms;
    }

    /** What does not depend on the bytes around, {@code shift} bytes into a group of three. */
    private static String inBase64(byte[] bytes, int shift) {
        var shifted = new byte[bytes.length + shift];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return text.substring(shift == 0 ? 0 : shift + 1, text.length() - 2);
    }

    /** Copies a directory but for one folder of it. */
    static void copy(Path from, Path to, String without) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.sorted().toList()) {
                var inner = from.relativize(file);
                if (without.isEmpty() || !inner.startsWith(without)) {
                    Files.createDirectories(to.resolve(inner).getParent());
                    Files.copy(file, to.resolve(inner));
                }
            }
        }
    }

    /** Deletes a directory. */
    static void delete(Path where) throws IOException {
        try (var files = Files.walk(where)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
