// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.EventType;
import io.thence.schema.Released.Filed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What has changed of one event type since it was released. */
final class TypeCheck {

    private final Released released;
    private final Released now;
    private final List<Change> changes = new ArrayList<>();

    private TypeCheck(Released released, Released now) {
        this.released = released;
        this.now = now;
    }

    static List<Change> changes(String name, Released released, EventType<?> type) {
        var check = new TypeCheck(released, Released.of(type));
        if (!name.equals(type.name())) {
            check.add(Rule.TYPE_RENAMED, "", name, type.name());
        }
        check.version();
        check.keys();
        check.personal();
        return check.changes;
    }

    private void version() {
        int was = released.version();
        int is = now.version();
        if (was != is) {
            add(is > was ? Rule.VERSION_RAISED : Rule.VERSION_LOWERED, "", String.valueOf(was), String.valueOf(is));
        } else {
            changes.addAll(SchemaDiff.of(released.schema(), now.schema()));
        }
    }

    private void keys() {
        for (var was : released.keys()) {
            find(now.keys(), was.key()).ifPresentOrElse(is -> key(was, is),
                    () -> add(Rule.KEY_REMOVED, was.key(), "", ""));
        }
        for (var is : now.keys()) {
            if (find(released.keys(), is.key()).isEmpty()) {
                add(Rule.KEY_ADDED, is.key(), "", "");
            }
        }
        var was = stream(released);
        var is = stream(now);
        if (!was.isEmpty() && !is.isEmpty() && !was.equals(is)) {
            add(Rule.STREAM_CHANGED, is, was, is);
        }
    }

    private static Optional<Filed> find(List<Filed> keys, String key) {
        return keys.stream().filter(filed -> filed.key().equals(key)).findFirst();
    }

    private static String stream(Released released) {
        return released.keys().isEmpty() ? "" : released.keys().getFirst().key();
    }

    private void key(Filed was, Filed is) {
        if (was.many() != is.many()) {
            add(is.many() ? Rule.KEY_MADE_MANY : Rule.KEY_MADE_ONE, was.key(), "", "");
        }
        if (was.personal() != is.personal()) {
            add(Rule.KEY_PERSONAL, was.key(), cover(was), cover(is));
        }
    }

    private static String cover(Filed filed) {
        return filed.personal() ? "under a cover" : "in clear";
    }

    private void personal() {
        if (!released.personal().equals(now.personal())) {
            add(Rule.PERSONAL_CHANGED, "", words(released), words(now));
        }
    }

    private static String words(Released released) {
        return released.personal().map(Object::toString).orElse("nothing");
    }

    private void add(Rule rule, String field, String from, String to) {
        changes.add(new Change(field, rule, from, to));
    }
}
