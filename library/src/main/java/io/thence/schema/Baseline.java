// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.Application;
import io.thence.EventType;
import io.thence.Retired;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.FormatTooNew;
import io.thence.event.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was released of an application's events: every version of every type that may be stored. It is a file in the
 * application's version control, written when a change of events is accepted and never by itself; each build compares
 * the application with it.
 *
 * @param application the application's name
 * @param events      by name
 */
public record Baseline(String application, SortedMap<String, Released> events) {

    private static final int FORMAT = 1;

    /** The file. */
    private record Text(int format, String application, SortedMap<String, Released> events) {}

    /** The first one of {@code application}. */
    public static Baseline of(Application application) {
        return new Baseline(application.name(), new TreeMap<>()).with(application);
    }

    /**
     * The baseline that {@code text} is.
     *
     * @param what the file, for messages
     * @throws BadRequest   if it is none
     * @throws FormatTooNew if a newer version of the library wrote it
     */
    public static Baseline parse(String text, String what) {
        try {
            var json = JsonSchemas.json(text, what);
            int format = json.path("format").asInt(0);
            if (format > FORMAT) {
                throw new FormatTooNew(what + " is a baseline of format " + format + ", known up to " + FORMAT
                        + ": use a newer version of Thence");
            }
            if (format < 1 || !json.path("events").isObject()) {
                throw new BadRequest("it has no format, or no events");
            }
            var read = Json.read(json, Text.class, what);
            return new Baseline(read.application(), read.events());
        } catch (RuntimeException e) {
            if (e instanceof FormatTooNew) {
                throw e;
            }
            throw new BadRequest(what + " is no baseline of schemas (" + e.getMessage() + "): take the one that was"
                    + " committed last");
        }
    }

    /** Its text, for a file; equal for equal baselines. */
    public String text() {
        return JsonSchemas.text(Json.tree(Json.write(new Text(FORMAT, application, events)), "a baseline"));
    }

    /**
     * The baseline once {@code now} is released: with its types and versions, and those of before that may still be
     * stored. What it does not know and has not retired is left out.
     */
    public Baseline with(Application now) {
        var merged = new TreeMap<String, Released>();
        for (var type : types(now)) {
            var released = Released.of(type);
            for (var name : type.names().reversed()) {
                released = Optional.ofNullable(events.get(name)).map(released::after).orElse(released);
            }
            merged.put(type.name(), released);
        }
        for (var name : retired(now).keySet()) {
            Optional.ofNullable(events.get(name)).ifPresent(before -> merged.put(name, before.withdrawn()));
        }
        return new Baseline(application, merged);
    }

    /**
     * What of {@code now} is not compatible with this, in {@code mode}: all of it, at once.
     *
     * @throws BadRequest if it is the baseline of another application
     */
    public List<Finding> check(Application now, Compatibility mode) {
        if (!now.name().equals(application)) {
            throw new BadRequest("this is the baseline of application '" + application + "' and not of '" + now.name()
                    + "': give each its own file");
        }
        var types = new HashMap<String, EventType<?>>();
        types(now).forEach(type -> type.names().forEach(name -> types.put(name, type)));
        var retired = retired(now);
        var findings = new ArrayList<Finding>();
        events.forEach((name, released) -> {
            var type = types.get(name);
            var changes = type == null ? gone(released, Optional.ofNullable(retired.get(name)))
                    : TypeCheck.changes(name, released, type);
            var record = type == null ? "" : type.record().getSimpleName();
            changes.stream().filter(change -> change.rule().isBrokenIn(mode))
                    .forEach(change -> findings.add(change.in(name, record)));
        });
        return findings;
    }

    private static List<Change> gone(Released released, Optional<Retired> retired) {
        if (retired.isEmpty()) {
            return List.of(new Change("", Rule.TYPE_REMOVED, "", ""));
        }
        int version = retired.get().version();
        return version >= released.version() ? List.of()
                : List.of(new Change("", Rule.VERSION_LOWERED, String.valueOf(released.version()),
                        String.valueOf(version)));
    }

    private static List<EventType<?>> types(Application application) {
        return application.events().stream().<EventType<?>>flatMap(events -> events.types().stream()).toList();
    }

    private static Map<String, Retired> retired(Application application) {
        return application.events().stream().flatMap(events -> events.retired().stream())
                .collect(Collectors.toMap(Retired::name, Function.identity(), (one, _) -> one));
    }
}
