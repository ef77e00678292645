// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Decider;
import io.thence.KeyValue;
import io.thence.Position;
import io.thence.store.Condition;
import io.thence.store.Query.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one command reads: for each reading of its decider the fold and its keys. The condition is derived from the same
 * list, so what is read and what is guarded are one.
 *
 * @param reads in the order of the decider's readings
 */
record Boundary(List<Read<?, ?>> reads) {

    /** One fold at its keys, in the order in which the command names them, each once. */
    record Read<K, S>(FoldPlan<K, S> plan, boolean many, Map<K, KeyValue> keys) {}

    static <C> Boundary of(Decider<C, ?> decider, C command, FoldPlans plans) {
        var reads = new ArrayList<Read<?, ?>>();
        for (var reading : decider.readings()) {
            reads.add(read(reading, command, plans));
        }
        return new Boundary(reads);
    }

    private static <C, K, S> Read<K, S> read(Decider.Reading<C, K, S> reading, C command, FoldPlans plans) {
        var keys = new LinkedHashMap<K, KeyValue>();
        for (var key : reading.keys().apply(command)) {
            keys.put(key, plans.filed(reading.fold().key(), key));
        }
        return new Read<>(plans.of(reading.fold()), reading.many(), keys);
    }

    /** How many keys are read in all. */
    int keys() {
        return reads.stream().mapToInt(read -> read.keys().size()).sum();
    }

    /** What is read, in the order of the readings. */
    List<KeyValue> filed() {
        return reads.stream().flatMap(read -> read.keys().values().stream()).distinct().toList();
    }

    /** Nothing that is read may have changed after {@code head}. */
    Condition condition(Position head) {
        var terms = new ArrayList<Term>();
        for (var read : reads) {
            read.keys().values().forEach(key -> terms.add(new Term(read.plan().depends(), List.of(key))));
        }
        return Condition.nothingNew(terms, head);
    }
}
