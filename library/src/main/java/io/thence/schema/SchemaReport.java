// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.Application;
import io.thence.Problem;
import io.thence.store.EventReader;
import io.thence.world.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which versions of which types a log still holds. An upcast is needed as long as events of its version are there; when
 * none is, it may be dropped only with what else counts versions, so this says what old code costs and how much of it
 * there is.
 *
 * @param stored each version of each type that was found, by name and version
 */
public record SchemaReport(List<Stored> stored) {

    private static final int WATCH_EVERY = 1 << 12;

    /** The library's own types are always known. */
    private static final String OWN = "thence.";

    /**
     * The stored events of one version of a type.
     *
     * @param type    its stored name
     * @param version the version
     * @param events  how many there are
     * @param first   number of the position of the first
     * @param last    number of the position of the last
     */
    public record Stored(String type, int version, long events, long first, long last) {}

    public SchemaReport {
        stored = List.copyOf(stored);
    }

    /**
     * Counts what {@code reader} reads: heads only, no data is decoded.
     *
     * @param head  number of the last position, for progress
     * @param watch told the positions that are passed; it may throw, to end it
     */
    public static SchemaReport of(EventReader reader, long head, Watch watch) {
        var counts = new TreeMap<String, Map<Integer, Count>>();
        long read = 0;
        for (var event = reader.nextView(); event.isPresent(); event = reader.nextView()) {
            long position = event.get().number();
            counts.computeIfAbsent(event.get().type(), _ -> new HashMap<>())
                    .computeIfAbsent(event.get().version(), _ -> new Count(position)).add(position);
            if (++read % WATCH_EVERY == 0) {
                watch.at(position, head);
            }
        }
        watch.at(head, head);
        var stored = new ArrayList<Stored>();
        counts.forEach((type, versions) -> new TreeMap<>(versions).forEach((version, count) ->
                stored.add(new Stored(type, version, count.events, count.first, count.last))));
        return new SchemaReport(stored);
    }

    private static final class Count {
        private final long first;
        private long events;
        private long last;

        Count(long first) {
            this.first = first;
        }

        void add(long position) {
            events++;
            last = position;
        }
    }

    /** What of it {@code application} cannot read: types that it does not know, and versions that are newer. */
    public List<Problem> unreadable(Application application) {
        var versions = new HashMap<String, Integer>();
        for (var events : application.events()) {
            events.types().forEach(type -> type.names().forEach(name -> versions.put(name, type.version())));
            events.retired().forEach(before -> versions.put(before.name(), before.version()));
        }
        var problems = new ArrayList<Problem>();
        for (var found : stored) {
            Integer known = versions.get(found.type());
            var what = "the store holds " + found.events() + " of version " + found.version() + ", from position "
                    + found.first() + " to " + found.last();
            if (known == null && !found.type().startsWith(OWN)) {
                problems.add(new Problem(found.type(), what + ", and the application does not know the type",
                        "say retired(\"" + found.type() + "\") in Events, or renamed(..) where it has another name"));
            } else if (known != null && found.version() > known) {
                problems.add(new Problem(found.type(), what + ", and the application reads up to " + known,
                        "use the version of the application that wrote them, or put its upcasts back"));
            }
        }
        return problems;
    }
}
