// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says whether a JSON file holds all that another expects: {@code java CompareJson.java expected.json actual.json}.
 *
 * <p>Members that nobody expects (how long it took, say) may be there; lists must be equal in length and order, numbers
 * in value. It stands alone and keeps to Java 17, so that any {@code java} runs it without a build.
 */
final class CompareJson {
    private final List<String> differences = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        var comparison = new CompareJson();
        comparison.compare("$", read(args[0]), read(args[1]));
        comparison.differences.forEach(System.err::println);
        System.exit(comparison.differences.isEmpty() ? 0 : 1);
    }

    private static Object read(String file) throws IOException {
        return new Reader(file, Files.readString(Path.of(file))).document();
    }

    private void compare(String path, Object expected, Object actual) {
        if (expected instanceof Map<?, ?> members && actual instanceof Map<?, ?> found) {
            members.forEach((name, value) -> compare(path + "." + name, value, found.get(name)));
        } else if (expected instanceof List<?> items && actual instanceof List<?> found) {
            compareItems(path, items, found);
        } else if (!isSame(expected, actual)) {
            differences.add(path + ": expected " + expected + ", found " + (actual == null ? "nothing" : actual));
        }
    }

    private void compareItems(String path, List<?> expected, List<?> actual) {
        if (expected.size() != actual.size()) {
            differences.add(path + ": expected " + expected.size() + " items, found " + actual.size());
        }
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            compare(path + "[" + i + "]", expected.get(i), actual.get(i));
        }
    }

    private static boolean isSame(Object expected, Object actual) {
        if (expected instanceof BigDecimal number && actual instanceof BigDecimal found) {
            return number.compareTo(found) == 0;
        }
        return expected.equals(actual);
    }

    /** A word of JSON that is no string: true, false or null. */
    private record Word(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Reads one document into maps, lists, strings, numbers and words. */
    private static final class Reader {
        private final String file;
        private final String text;
        private int at;

        Reader(String file, String text) {
            this.file = file;
            this.text = text;
        }

        Object document() {
            Object value = value();
            if (peek() != 0) {
                throw unexpected();
            }
            return value;
        }

        private Object value() {
            switch (peek()) {
                case '{':
                    return object();
                case '[':
                    return array();
                case '"':
                    return string();
                default:
                    return plain();
            }
        }

        private Map<String, Object> object() {
            Map<String, Object> members = new LinkedHashMap<>();
            expect('{');
            while (peek() != '}') {
                if (!members.isEmpty()) {
                    expect(',');
                }
                String name = string();
                expect(':');
                members.put(name, value());
            }
            expect('}');
            return members;
        }

        private List<Object> array() {
            List<Object> items = new ArrayList<>();
            expect('[');
            while (peek() != ']') {
                if (!items.isEmpty()) {
                    expect(',');
                }
                items.add(value());
            }
            expect(']');
            return items;
        }

        private String string() {
            expect('"');
            var string = new StringBuilder();
            while (next() != '"') {
                char c = text.charAt(at++);
                string.append(c == '\\' ? escaped() : c);
            }
            at++;
            return string.toString();
        }

        private char escaped() {
            next();
            char c = text.charAt(at++);
            if (c == 'u') {
                at += 4;
                return (char) Integer.parseInt(text, at - 4, at, 16);
            }
            int control = "bfnrt".indexOf(c);
            return control < 0 ? c : "\b\f\n\r\t".charAt(control);
        }

        private Object plain() {
            int start = at;
            while (at < text.length() && isPlain(text.charAt(at))) {
                at++;
            }
            String word = text.substring(start, at);
            if (List.of("true", "false", "null").contains(word)) {
                return new Word(word);
            }
            try {
                return new BigDecimal(word);
            } catch (NumberFormatException e) {
                throw unexpected();
            }
        }

        private static boolean isPlain(char c) {
            return Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
        }

        /** The next character that is no space, or 0 at the end. */
        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        private char next() {
            if (at >= text.length()) {
                throw unexpected();
            }
            return text.charAt(at);
        }

        private void expect(char c) {
            if (peek() != c) {
                throw unexpected();
            }
            at++;
        }

        private IllegalArgumentException unexpected() {
            return new IllegalArgumentException(file + " is no JSON from character " + at + " on");
        }
    }
}
