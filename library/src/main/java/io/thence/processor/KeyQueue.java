// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.processor.OpenPositions.Mark;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The events of one key that are in hand; the lock of its {@link Work} guards all of it. */
final class KeyQueue {

    final KeyValue key;
    final long number;
    final ArrayDeque<InHand> items = new ArrayDeque<>(4);

    /** Whether a lane has the first. */
    boolean isBusy;

    /** Whether the first has failed, and is tried again when it is {@link #dueNanos}. */
    boolean isResting;

    /** Whether the first was let go of while a lane has it. */
    boolean isDropped;

    /** Whether somebody wants to be told when nothing of the key is in hand any more. */
    boolean isAwaited;

    int failures;
    long dueNanos;

    private @Nullable InHand found;

    /** An event, and its position among those that are open, if it is. */
    record InHand(Item item, Optional<Mark> mark) {}

    KeyQueue(KeyValue key, long number) {
        this.key = key;
        this.number = number;
    }

    /** Whether its first event takes long: it was the first at the last look, and is being handled, or rests. */
    @SuppressWarnings("ReferenceEquality") // which one it is is the question
    boolean looksSlow() {
        var first = items.getFirst();
        boolean isSlow = first == found && (isBusy || isResting);
        found = first;
        return isSlow;
    }

    /** Takes out all but the first. */
    List<InHand> takeBehind() {
        var behind = items.stream().skip(1).toList();
        while (items.size() > 1) {
            items.removeLast();
        }
        return behind;
    }

    /** The event behind the first; empty if there is none. */
    Optional<Item> second() {
        return items.stream().skip(1).findFirst().map(InHand::item);
    }
}
