// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.event.EventJson;
import io.thence.store.StoredEvent;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Events as lines: JSON for programs; position, time, type, keys and data in columns for people. */
final class EventLines {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int TYPE_USUAL = 16;
    private static final int KEYS_USUAL = 24;
    private static final int KEYS_MAX = 48;

    private final PrintWriter out;
    private final Optional<LineFormat> format;
    private final boolean whole;
    private final int columns;
    private final int positionWidth;
    private int typeWidth = TYPE_USUAL;
    private int keysWidth = KEYS_USUAL;

    EventLines(Terminal terminal, Optional<LineFormat> format, boolean whole, long head) {
        this.format = format;
        this.whole = whole;
        out = terminal.out();
        columns = terminal.columns();
        positionWidth = Math.max(4, Long.toString(head).length());
    }

    /** Prints an event, with the position of what annuls it, if something does. */
    void print(StoredEvent event, OptionalLong annulledAt) {
        if (format.isPresent()) {
            out.println(format.get().line(event, annulledAt));
            return;
        }
        var type = event.type() + CauseText.mark(annulledAt);
        typeWidth = Math.max(typeWidth, type.length());
        var keys = keys(event);
        keysWidth = Math.min(KEYS_MAX, Math.max(keysWidth, keys.length()));
        var line = padLeft(Long.toString(event.position().number()), positionWidth) + "  "
                + TIME.format(event.time()) + "  " + pad(type, typeWidth) + "  "
                + pad(keys, keysWidth) + "  " + EventJson.text(event);
        out.println(whole ? line : Columns.cut(line, columns));
    }

    /** The keys that fit, and how many more there are. */
    private String keys(StoredEvent event) {
        var all = event.keys().stream().map(Object::toString).collect(Collectors.joining(" "));
        if (whole || all.length() <= KEYS_MAX) {
            return all;
        }
        var shown = new StringBuilder();
        int count = 0;
        for (var key : event.keys()) {
            var text = key.toString();
            if (count > 0 && shown.length() + text.length() + 7 > KEYS_MAX) {
                break;
            }
            shown.append(text).append(' ');
            count++;
        }
        int more = event.keys().size() - count;
        return more == 0 ? shown.toString().strip() : shown + "+" + more;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
