// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.Application;
import io.thence.CodePlace;
import io.thence.Position;
import io.thence.Problem;
import io.thence.Problem.Severity;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.EventView;
import io.thence.store.Query;
import io.thence.store.StoredType;
import io.thence.world.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which versions of which types a log still holds. An upcast is needed as long as events of its version are there; when
 * none is, it may be dropped only with what else counts versions, so this says what old code costs and how much of it
 * there is.
 *
 * @param stored each version of each type that was found, by name and version
 */
public record SchemaReport(List<Stored> stored) {

    private static final int WATCH_EVERY = 1 << 12;

    /** So many events of a type are looked at, where not all are. */
    private static final int LAST = 100_000;

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
            add(event.get(), counts);
            if (++read % WATCH_EVERY == 0) {
                watch.at(event.get().number(), head);
            }
        }
        watch.at(head, head);
        return of(counts);
    }

    private static void add(EventView event, Map<String, Map<Integer, Count>> counts) {
        counts.computeIfAbsent(event.type(), _ -> new HashMap<>())
                .computeIfAbsent(event.version(), _ -> new Count()).add(event.number());
    }

    private static SchemaReport of(Map<String, Map<Integer, Count>> counts) {
        var stored = new ArrayList<Stored>();
        counts.forEach((type, versions) -> new TreeMap<>(versions).forEach((version, count) ->
                stored.add(new Stored(type, version, count.events, count.first, count.last))));
        return new SchemaReport(stored);
    }

    private static final class Count {
        private long first = Long.MAX_VALUE;
        private long events;
        private long last;

        void add(long position) {
            events++;
            first = Math.min(first, position);
            last = Math.max(last, position);
        }
    }

    /**
     * What of it {@code application} cannot read: versions that are newer than those it knows, which are errors, and
     * types that it does not know, which are warnings, since nothing asks for them.
     */
    public List<Problem> unreadable(Application application) {
        return unreadable(Known.of(application), "");
    }

    private List<Problem> unreadable(Known known, String among) {
        return stored.stream().filter(found -> !known.isReadable(found.type(), found.version()))
                .map(found -> known.problem(found.type(), "the store holds " + found.events() + " of version "
                        + found.version() + among + ", from position " + found.first() + " to " + found.last()))
                .toList();
    }

    /**
     * What a store holds that {@code application} cannot read. It asks the store for its types, and looks only at
     * events of those that give cause for it, and only at the last {@value #LAST} of each.
     */
    public static List<Problem> unreadable(Application application, EventStore store) {
        var known = Known.of(application);
        return store.types().stream().filter(type -> !known.isReadable(type.name(), type.version()))
                .flatMap(type -> unreadable(known, type, store)).toList();
    }

    private static Stream<Problem> unreadable(Known known, StoredType type, EventStore store) {
        var counts = new TreeMap<String, Map<Integer, Count>>();
        int left = LAST;
        var end = new Position(store.lineage(), Long.MAX_VALUE);
        try (var reader = store.read(Query.types(Set.of(type.name())), end, Direction.BACKWARDS)) {
            for (var event = reader.nextView(); event.isPresent() && left > 0; left--) {
                add(event.get(), counts);
                event = reader.nextView();
            }
        }
        if (left > 0) { // all of them; where none is left of the version, what held it was removed
            return of(counts).unreadable(known, "").stream();
        }
        var among = " among the last " + LAST + " of the type";
        var found = of(counts).unreadable(known, among);
        return found.isEmpty()
                ? Stream.of(known.problem(type.name(), "the store was given some of version " + type.version()
                        + ", though none is" + among))
                : found.stream();
    }

    /**
     * What can be read, by stored names.
     *
     * @param types    what is known of each type
     * @param declared where the code would declare others: where all that it knows are, if that is one place
     */
    private record Known(Map<String, Type> types, CodePlace declared) {

        /** A type: the version up to which it is read, and where the code declares its events. */
        private record Type(int version, CodePlace declared) {}

        static Known of(Application application) {
            var types = new HashMap<String, Type>();
            var all = application.events();
            for (var events : all) {
                var place = events.declared();
                events.types().forEach(type -> type.names()
                        .forEach(name -> types.put(name, new Type(type.version(), place))));
                events.retired().forEach(before -> types.put(before.name(), new Type(before.version(), place)));
            }
            return new Known(types, all.size() == 1 ? all.getFirst().declared() : CodePlace.UNKNOWN);
        }

        boolean isReadable(String type, int version) {
            var known = types.get(type);
            return type.startsWith(OWN) || (known != null && known.version() >= version);
        }

        Problem problem(String type, String what) {
            var known = types.get(type);
            return known == null
                    ? new Problem(Severity.WARNING, type, declared,
                            what + ", and the application does not know the type", "say retired(\"" + type
                            + "\") in Events, or renamed(..) where it has another name; where another application may"
                            + " have written the log, check its directory")
                    : new Problem(Severity.ERROR, type, known.declared(),
                            what + ", and the application reads up to " + known.version(),
                            "use the version of the application that wrote them, or put its upcasts back");
        }
    }
}
