// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Fold;
import io.thence.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a decider was given and what it answered.
 *
 * @param reads    the states that it read, in the order of its readings and keys
 * @param decision what it decided
 */
record Watched(List<Read<?, ?>> reads, Decision<?> decision) {

    /** A state at a key, as a decider read it. */
    record Read<K, S>(Fold<K, S> fold, K key, S state) {

        /** The key and its value, as they are written everywhere. */
        String where() {
            return Watched.where(fold, key);
        }
    }

    /** A key and its value, as they are written everywhere. */
    static <K> String where(Fold<K, ?> fold, K key) {
        return fold.key().name() + "/" + fold.key().text().apply(key);
    }

    /** The same application, whose deciders show what they decide each time that they do. */
    static Application application(Application application, Consumer<Watched> watcher) {
        var parts = application.parts().stream()
                .<Part>map(part -> part instanceof Decider<?, ?> decider ? watched(decider, watcher) : part)
                .toList();
        return new Application(application.name(), parts);
    }

    private static <C, E> Decider<C, E> watched(Decider<C, E> decider, Consumer<Watched> watcher) {
        return decider.decidedBy(asked -> {
            var decision = decider.function().apply(asked);
            watcher.accept(new Watched(reads(decider, asked), decision));
            return decision;
        });
    }

    private static <C> List<Read<?, ?>> reads(Decider<C, ?> decider, Decider.Case<C> asked) {
        var reads = new ArrayList<Read<?, ?>>();
        int i = 0;
        for (var reading : decider.readings()) {
            add(reading, asked.command(), asked.states().get(i++), reads);
        }
        return reads;
    }

    @SuppressWarnings("unchecked") // what is read is made from the reading: a state, or a map of states by key
    private static <C, K, S> void add(
            Decider.Reading<C, K, S> reading, C command, Object value, List<Read<?, ?>> reads) {
        for (var key : reading.keys().apply(command)) {
            var state = reading.many() ? ((Map<K, S>) value).get(key) : (S) value;
            if (state != null) {
                reads.add(new Read<>(reading.fold(), key, state));
            }
        }
    }
}
