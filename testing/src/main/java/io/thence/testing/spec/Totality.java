// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Cases;
import io.thence.EventType;
import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.event.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tries each step of each fold with events of all legal values, on the starting state and on those that follow. */
final class Totality {

    private static final int EVENTS = 500;
    private static final int FRESH_ONE_IN = 10;
    private static final int FORGOTTEN_ONE_IN = 4;

    private final Application application;
    private final Values values;
    private final long seed;
    private final Map<Class<?>, EventType<?>> types = new HashMap<>();

    Totality(Application application, Values values, long seed) {
        this.application = application;
        this.values = values;
        this.seed = seed;
        application.events().forEach(events -> events.types().forEach(type -> types.put(type.record(), type)));
    }

    void check() {
        if (application.folds().isEmpty()) {
            throw new IllegalArgumentException("no decider of application '" + application.name()
                    + "' reads a fold, so there is nothing to try");
        }
        application.folds().forEach(this::check);
    }

    private <K, S> void check(Fold<K, S> fold) {
        var random = new SplittableRandom(seed);
        var records = fold.steps().stream().flatMap(step -> Cases.of(step.type()).stream()).distinct().toList();
        var state = fold.start();
        int tried = 0;
        for (int i = 0; i < EVENTS; i++) {
            if (random.nextInt(FRESH_ONE_IN) == 0) {
                state = fold.start();
            }
            var made = made(types.get(records.get(i % records.size())), random);
            for (var filed : made.keys()) {
                var key = key(fold, filed, made.inClear());
                if (key.isPresent()) {
                    apply(fold, key.get(), fold.start(), made.event());
                    state = apply(fold, key.get(), state, made.event());
                    tried++;
                }
            }
        }
        if (tried == 0) {
            throw Failure.told("fold by " + fold.key().name() + ": nothing was tried, since of no event made up it is"
                    + " known what its key is in code; file it by a component, or by a text", List.of(),
                    List.of("seed    " + seed));
        }
    }

    /** An event as a fold reads it, as it was made, and what it was filed under then. */
    private record Made(Object event, Object inClear, List<KeyValue> keys) {}

    private <E> Made made(@Nullable EventType<E> type, RandomGenerator random) {
        if (type == null) {
            throw new IllegalArgumentException("a fold reads what is no event of application '" + application.name()
                    + "': add its Events");
        }
        RuntimeException last = null;
        for (int i = 0; i < EVENTS; i++) {
            var event = values.of(type.record(), random);
            try {
                return new Made(read(type, event, random), event, type.keys(event));
            } catch (IllegalArgumentException e) {
                last = e; // it can be filed under nothing such as "": no legal event
            }
        }
        throw new IllegalArgumentException("no " + type.record().getName() + " that was made up can be filed (" + last
                + "): say generating(" + type.record().getSimpleName() + ".class, random -> ..)", last);
    }

    /** As it comes from the log; now and then as it comes when its person is forgotten. */
    private <E> Object read(EventType<E> type, E event, RandomGenerator random) {
        var json = (ObjectNode) Json.tree(Json.write(event), type.name());
        boolean forgotten = type.personal().isPresent() && random.nextInt(FORGOTTEN_ONE_IN) == 0;
        if (forgotten) {
            for (var component : type.record().getRecordComponents()) {
                if (type.personal().get().components().contains(component.getName())) {
                    if (component.getType() == Optional.class) {
                        json.putNull(component.getName());
                    } else {
                        json.put(component.getName(), "");
                    }
                }
            }
        }
        try {
            return Json.read(json, type.record(), type.name());
        } catch (RuntimeException e) {
            throw failure(type.record().getSimpleName() + (forgotten ? " cannot be read when its person is forgotten: "
                    : " cannot be read back: ") + e.getMessage(), List.of("event   " + Shown.of(event)), e);
        }
    }

    /** What a filed value is in code: a text, or the part of the event that is written so. */
    private static <K> Optional<K> key(Fold<K, ?> fold, KeyValue filed, Object event) {
        if (!filed.key().equals(fold.key().name())) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(filed.value()), parts(event)).flatMap(part -> key(fold, part, filed).stream())
                .findFirst();
    }

    @SuppressWarnings("unchecked") // whether it is one shows when it is written
    private static <K> Optional<K> key(Fold<K, ?> fold, Object part, KeyValue filed) {
        try {
            var key = (K) part;
            return fold.key().text().apply(key).equals(filed.value()) ? Optional.of(key) : Optional.empty();
        } catch (ClassCastException _) {
            return Optional.empty();
        }
    }

    private static Stream<Object> parts(@Nullable Object value) {
        return switch (value) {
            case null -> Stream.of();
            case Record record -> Stream.concat(Stream.of(record),
                    Shown.components(record).stream().flatMap(part -> parts(part.value())));
            case Collection<?> list -> list.stream().flatMap(Totality::parts);
            case Map<?, ?> map -> Stream.concat(map.keySet().stream(), map.values().stream())
                    .flatMap(Totality::parts);
            case Optional<?> optional -> optional.stream().flatMap(Totality::parts);
            default -> Stream.of(value);
        };
    }

    private <K, S> S apply(Fold<K, S> fold, K key, S state, Object event) {
        try {
            return ByHand.stepOf(fold, event.getClass()).map(step -> ByHand.apply(step, key, state, event))
                    .orElse(state);
        } catch (RuntimeException e) {
            throw failure("fold by " + fold.key().name() + ": a step threw " + e, List.of("event   " + Shown.of(event),
                    "key     " + Watched.where(fold, key), "state   " + Shown.of(state)), e);
        }
    }

    private AssertionError failure(String headline, List<String> lines, RuntimeException cause) {
        var context = new ArrayList<>(lines);
        context.add("seed    " + seed);
        var failure = Failure.told(headline, List.of(), context);
        failure.initCause(cause);
        return failure;
    }
}
