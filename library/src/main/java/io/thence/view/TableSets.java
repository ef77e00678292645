// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Projection;
import io.thence.event.SystemEvents.Swapped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which tables of a projection answer when it starts, and which are beside them.
 *
 * @param serving those that answer
 * @param beside  those that are kept or built meanwhile
 */
record TableSets(TableSet serving, Optional<TableSet> beside) {

    /** One set of tables of a version. */
    record TableSet(Projection version, Copy copy) {

        static TableSet first(Projection version) {
            return new TableSet(version, Copy.FIRST);
        }

        static List<TableSet> of(Projection version) {
            return Arrays.stream(Copy.values()).map(copy -> new TableSet(version, copy)).toList();
        }

        TableSet other() {
            return new TableSet(version, copy.other());
        }

        /** The name of its database. */
        String database() {
            return copy.database(version);
        }
    }

    /**
     * Those of {@code projection} and of the one that it replaces.
     *
     * @param told   which of them were swapped in last
     * @param exists whether there is a database of a name
     */
    static TableSets choose(Projection projection, Optional<Swapped> told, Predicate<String> exists) {
        var own = TableSet.of(projection);
        var older = projection.swapping().older().map(TableSet::of).orElse(List.of()).stream()
                .filter(set -> exists.test(set.database())).toList();
        var built = own.stream().filter(set -> exists.test(set.database())).toList();
        var serving = Stream.concat(own.stream(), older.stream()).filter(set -> isTold(told, set)).findFirst()
                .or(() -> isBack(projection, told) ? built.stream().findFirst() : Optional.empty())
                .or(() -> older.stream().findFirst())
                .or(() -> built.stream().findFirst())
                .orElseGet(() -> TableSet.first(projection));
        if (!serving.version().equals(projection)) {
            return new TableSets(serving, Optional.of(built.stream().findFirst().orElse(TableSet.first(projection))));
        }
        var other = serving.other();
        return new TableSets(serving, exists.test(other.database()) ? Optional.of(other) : older.stream().findFirst());
    }

    private static boolean isTold(Optional<Swapped> told, TableSet set) {
        return told.map(Swapped::database).equals(Optional.of(set.database()));
    }

    /** Whether a later version has answered, whose code is gone: what this one built before is better than nothing. */
    private static boolean isBack(Projection projection, Optional<Swapped> told) {
        return told.filter(swapped -> swapped.version() > projection.version()).isPresent();
    }
}
