// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Alert;
import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Part;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Queries;
import io.thence.Reaction;
import io.thence.Saga;
import io.thence.Schedule;
import io.thence.Source;
import io.thence.StoreProjection;
import io.thence.event.Json;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Golden-file replay: a history that an older version of the application has recorded is still read, and gives the
 * states that it gave then.
 *
 * <pre>{@code
 * Replay.of(Bank.APPLICATION).folding(BALANCE).check(Path.of("src/test/golden/2026-05.jsonl"));
 * }</pre>
 *
 * <p>The history is what {@code thence export} writes, or the whole directory of a store. The states are in a file of
 * the same name beside it that ends in {@code .states}: on each line a JSON object of one key and its state. {@link
 * #expect} writes it, once; both are committed and never changed. Where a state has another shape on purpose, its file
 * is written anew, and the difference is reviewed like code.
 */
public final class Replay {

    private final Application application;
    private final List<Folded<?, ?>> folds;

    private Replay(Application application, List<Folded<?, ?>> folds) {
        this.application = application;
        this.folds = List.copyOf(folds);
    }

    /** A fold whose states are looked at, and how a key is made from its text. */
    private record Folded<K, S>(Fold<K, S> fold, Function<String, K> key) {}

    /** Replays for an application. */
    public static Replay of(Application application) {
        return new Replay(application, List.of());
    }

    /** Looks at the states of {@code fold}, of each key that the history has. */
    public <S> Replay folding(Fold<String, S> fold) {
        return folding(fold, Function.identity());
    }

    /** Looks at the states of {@code fold}, whose keys are no texts, but are made from them by {@code key}. */
    public <K, S> Replay folding(Fold<K, S> fold, Function<String, K> key) {
        if (fold.key().isPersonal()) {
            throw new IllegalArgumentException("key '" + fold.key().name()
                    + "' is personal: a history does not tell whom its events are filed under");
        }
        if (folds.stream().anyMatch(other -> other.fold().snapshotKey().equals(fold.snapshotKey()))) {
            throw new IllegalArgumentException("two folds are called '" + fold.snapshotKey()
                    + "': give one of them a name by named(..)");
        }
        var more = new ArrayList<>(folds);
        more.add(new Folded<>(fold, key));
        return new Replay(application, more);
    }

    /**
     * Writes the states that a history gives today.
     *
     * @throws IllegalStateException if it gives none, as no key of a fold occurs in it
     */
    public void expect(Path history) {
        var file = besides(history);
        try {
            Files.write(file, states(history));
        } catch (IOException e) {
            throw new UncheckedIOException("the states cannot be written to " + file.toAbsolutePath(), e);
        }
    }

    /**
     * Replays a history and compares its states with those that were written.
     *
     * @throws AssertionError if a state is not what it was, or none were written
     */
    public void check(Path history) {
        var actual = byKey(states(history));
        var file = besides(history);
        if (!Files.exists(file)) {
            throw Failure.told("there are no states to compare with in " + file
                    + ": have them written once, by expect(..), look at them, and commit them", List.of(), List.of());
        }
        var comparison = Comparison.ofValues("state", byKey(read(file)), actual);
        if (!comparison.isSame()) {
            throw Failure.told("states are not what they were in " + file, comparison.text(), List.of());
        }
    }

    private static Path besides(Path history) {
        return Path.of(history + ".states");
    }

    private List<String> states(Path history) {
        if (folds.isEmpty()) {
            throw new IllegalStateException("a replay without folds compares nothing: say folding(..)");
        }
        var states = Files.isDirectory(history) ? ofStore(history) : ofLines(History.of(history));
        if (states.isEmpty()) {
            throw new IllegalStateException("nothing in " + history + " is filed under " + folds.stream()
                    .map(folded -> folded.fold().key().name()).distinct().collect(Collectors.joining(" or "))
                    + ", so there is no state to compare: check the history, and the keys of the folds");
        }
        return states;
    }

    private List<String> ofLines(History history) {
        try (var sandbox = Sandbox.open(application)) {
            history.replay(sandbox);
            return states(history.events().stream().flatMap(recorded -> recorded.event().keys().stream()),
                    sandbox::cold);
        }
    }

    /** A store is opened as a copy, since opening writes. */
    private List<String> ofStore(Path directory) {
        var reading = application.parts().stream().filter(Replay::reads).toArray(Part[]::new);
        try (var copy = Copy.of(directory);
                var thence = Thence.run(Application.named(application.name()).with(reading),
                        Engine.at(copy.directory()));
                var events = thence.store().read(Query.ALL, new Position(thence.store().lineage(), 0),
                        Direction.FORWARDS)) {
            var keys = new LinkedHashSet<KeyValue>();
            for (var event = events.next(); event.isPresent(); event = events.next()) {
                keys.addAll(event.get().keys());
            }
            return states(keys.stream(), thence::read);
        }
    }

    /** Whether a part is about reading events alone; others would act on them once more, some of them outside. */
    private static boolean reads(Part part) {
        return switch (part) {
            case Events<?> _, Decider<?, ?> _, Source _ -> true;
            case Projection _, MemoryProjection<?> _, StoreProjection _, Reaction _, Saga<?, ?> _,
                    Queries _, Schedule _, Alert _ -> false;
        };
    }

    /** What gives a fold's state. */
    private interface States {
        <K, S> S of(Fold<K, S> fold, K key);
    }

    private List<String> states(Stream<KeyValue> filed, States states) {
        var keys = filed.distinct().sorted().toList();
        var lines = new ArrayList<String>();
        folds.forEach(fold -> states(fold, keys, states, lines));
        return lines;
    }

    private static <K, S> void states(
            Folded<K, S> folded, List<KeyValue> keys, States states, List<String> lines) {
        var fold = folded.fold();
        keys.stream().filter(filed -> filed.key().equals(fold.key().name())).forEach(filed -> {
            var state = states.of(fold, folded.key().apply(filed.value()));
            lines.add(Json.text(Map.of(fold.snapshotKey() + "/" + filed.value(), state)));
        });
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the states " + file.toAbsolutePath() + " cannot be read", e);
        }
    }

    private static Map<String, Object> byKey(List<String> lines) {
        var states = new TreeMap<String, Object>();
        for (var line : lines.stream().filter(text -> !text.isBlank()).toList()) {
            Json.tree(line.getBytes(StandardCharsets.UTF_8), "a line of states").properties()
                    .forEach(state -> states.put(state.getKey(), plain(state.getValue())));
        }
        return states;
    }

    private static Object plain(JsonNode json) {
        if (json.isObject()) {
            var parts = new TreeMap<String, Object>();
            json.properties().forEach(part -> parts.put(part.getKey(), plain(part.getValue())));
            return parts;
        }
        if (json.isArray()) {
            return json.valueStream().map(Replay::plain).toList();
        }
        return json.isString() ? json.stringValue() : json.isNumber() ? json.decimalValue()
                : json.isNull() ? Optional.empty() : json.asBoolean();
    }
}
