// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Fold;
import io.thence.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Golden-file replay: a history that an older version of the application has recorded is still read, and gives the
 * states that it gave then.
 *
 * <pre>{@code
 * Replay.of(Bank.APPLICATION).folding(BALANCE).check(Path.of("src/test/golden/2026-05.jsonl"));
 * }</pre>
 *
 * <p>The history is what {@code thence export} writes. The states are in a file of the same name beside it that ends in
 * {@code .states}: on each line a JSON object of one key and its state. The first run writes it and fails, so that a
 * person looks at it; both files are committed and never changed. Where a state has another shape on purpose, delete
 * the states and look at the new ones.
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
        if (folds.stream().anyMatch(other -> other.fold().snapshotKey().equals(fold.snapshotKey()))) {
            throw new IllegalArgumentException("two folds are called '" + fold.snapshotKey()
                    + "': give one of them a name by named(..)");
        }
        var more = new ArrayList<>(folds);
        more.add(new Folded<>(fold, key));
        return new Replay(application, more);
    }

    /**
     * Replays a history and compares its states.
     *
     * @throws AssertionError if a state is not what it was, or there were none to compare with
     */
    public void check(Path history) {
        if (folds.isEmpty()) {
            throw new IllegalStateException("a replay without folds compares nothing: say folding(..)");
        }
        var read = History.of(history);
        var actual = new ArrayList<String>();
        try (var sandbox = Sandbox.open(application)) {
            read.replay(sandbox);
            folds.forEach(fold -> states(fold, read, sandbox, actual));
        }
        var file = Path.of(history + ".states");
        if (!Files.exists(file)) {
            write(file, actual);
            throw Failure.told("there were no states to compare with; those of today are now in " + file
                    + ": look at them, and commit the file", List.of(), List.of());
        }
        compare(file, actual);
    }

    private static <K, S> void states(Folded<K, S> folded, History history, Sandbox sandbox, List<String> lines) {
        var name = folded.fold().snapshotKey();
        history.events().stream().flatMap(recorded -> recorded.event().keys().stream())
                .filter(filed -> filed.key().equals(folded.fold().key().name())).sorted().distinct()
                .forEach(filed -> {
                    var state = sandbox.cold(folded.fold(), folded.key().apply(filed.value()));
                    lines.add(new String(Json.write(Map.of(name + "/" + filed.value(), state)),
                            StandardCharsets.UTF_8));
                });
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("the states cannot be written to " + file.toAbsolutePath(), e);
        }
    }

    private static void compare(Path file, List<String> actual) {
        List<String> expected;
        try {
            expected = Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the states " + file.toAbsolutePath() + " cannot be read", e);
        }
        var comparison = Comparison.ofValues("state", byKey(expected), byKey(actual)).named("recorded", "today");
        if (!comparison.isSame()) {
            throw Failure.told("states are not what they were in " + file, comparison.text(), List.of());
        }
    }

    private static Map<String, Object> byKey(List<String> lines) {
        var states = new TreeMap<String, Object>();
        for (var line : lines) {
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
