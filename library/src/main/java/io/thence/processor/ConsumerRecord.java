// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter;
import io.thence.DeadLetter.Status;
import io.thence.KeyValue;
import io.thence.processor.ControlEvent.Paused;
import io.thence.processor.ControlEvent.Reset;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.processor.DeadLetterEvent.Cleared;
import io.thence.processor.DeadLetterEvent.DeadLettered;
import io.thence.processor.DeadLetterEvent.Discarded;
import io.thence.processor.DeadLetterEvent.Edited;
import io.thence.processor.DeadLetterEvent.Replayed;
import io.thence.processor.DeadLetterEvent.Retried;
import io.thence.store.Checkpoint;
import io.thence.store.EventLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a log says of how a consumer stands, also without its application.
 *
 * @param name        its name
 * @param checkpoint  how far it is, as it has written down last
 * @param paused      who has paused it, and why; empty if it is not paused
 * @param reset       after which position it was told to go on, who told it and why; empty if that is done
 * @param again       the keys that are being handled again, or will be when it runs: told to it, or dead letters that
 *                    are retried; the oldest first
 * @param deadLetters how many events wait that it could not handle
 */
public record ConsumerRecord(String name, Checkpoint checkpoint, Optional<Paused> paused, Optional<Reset> reset,
        List<Again> again, int deadLetters) {

    /**
     * A key that is being handled again, or will be.
     *
     * @param key the key
     * @param by  who has said so
     * @param why the reason
     */
    public record Again(KeyValue key, String by, String why) {}

    public ConsumerRecord {
        again = List.copyOf(again);
    }

    /** Number of the position from which on it needs all of the log: what it has not come to, or goes back to. */
    public long needsFrom() {
        return Math.min(checkpoint.wholeUpTo(), reset.map(Reset::after).orElse(Long.MAX_VALUE)) + 1;
    }

    /** Whether it is the name of a part: what else keeps a checkpoint in a log, as imports do, has a slash in it. */
    public static boolean isPart(String consumer) {
        return consumer.indexOf('/') < 0;
    }

    /**
     * Those of {@code log} that have begun, by their names; {@code checkpoints} says how far each is. Beside them those
     * that were told something and have none, {@link Checkpoint#NONE}: projections, which keep it elsewhere.
     */
    public static List<ConsumerRecord> all(EventLog log, Map<String, Checkpoint> checkpoints) {
        var all = new TreeMap<>(checkpoints);
        Controls.told(log).forEach(consumer -> all.putIfAbsent(consumer, Checkpoint.NONE));
        return all.entrySet().stream().filter(consumer -> isPart(consumer.getKey()))
                .map(consumer -> of(log, consumer.getKey(), consumer.getValue())).toList();
    }

    /** Whether it certainly has events to handle: one that has nothing to do stays where it took the last one. */
    public boolean isBehind() {
        return isInLog() && (paused.isPresent() || reset.isPresent() || !checkpoint.open().isEmpty());
    }

    /** Whether it keeps how far it is in the log. */
    public boolean isInLog() {
        return !checkpoint.equals(Checkpoint.NONE);
    }

    /**
     * What is said where no consumer of this name has begun on {@code log}, or was told something, which names those
     * that have; empty where one has. {@code checkpoints} says how far each is.
     */
    public static Optional<String> unknown(EventLog log, Map<String, Checkpoint> checkpoints, String consumer) {
        if (isKnown(log, consumer)) {
            return Optional.empty();
        }
        var names = new TreeSet<>(checkpoints.keySet());
        names.addAll(Controls.told(log));
        DeadLetters.all(log).stream().map(DeadLetter::consumer).forEach(names::add);
        names.removeIf(name -> !isPart(name));
        return Optional.of("no consumer '" + consumer + "' has ever run on this log; " + (names.isEmpty()
                ? "there is none" : "there are: " + String.join(", ", names)) + "; a projection is known here when it"
                + " was told something, or something was a dead letter of it");
    }

    private static boolean isKnown(EventLog log, String consumer) {
        return isPart(consumer) && (!log.checkpoint(consumer).equals(Checkpoint.NONE)
                || log.revision(DeadLetterEvent.filed(consumer), log.head()) > 0);
    }

    private static ConsumerRecord of(EventLog log, String name, Checkpoint checkpoint) {
        var controls = Controls.of(log, name);
        var said = new HashMap<KeyValue, Again>();
        var book = DeadLetterBook.of(log, name, event -> note(event, said));
        var again = book.all().stream().filter(Entry::isHandledAgain)
                .map(entry -> Objects.requireNonNull(said.get(entry.key()))).toList();
        var waiting = book.letters().stream().filter(letter -> letter.status() == Status.WAITING).count();
        return new ConsumerRecord(name, checkpoint, controls.paused(), controls.reset(), again, (int) waiting);
    }

    /** What was said of a key first holds until it is done, or fails. */
    private static void note(DeadLetterEvent event, Map<KeyValue, Again> said) {
        switch (event) {
            case Retried(_, var key, _, var by, var why) -> said.putIfAbsent(key, new Again(key, by, why));
            case Discarded(_, var key, _, var by, var why) -> said.putIfAbsent(key, new Again(key, by, why));
            case Edited(_, var key, _, _, _, var by, var why) -> said.putIfAbsent(key, new Again(key, by, why));
            case Replayed(_, var key, _, var by, var why, _) -> said.putIfAbsent(key, new Again(key, by, why));
            case DeadLettered _, Cleared _ -> said.remove(event.key());
            case DeadLetterEvent.Erased _, DeadLetterEvent.Deferred _ -> {} // nobody has said so
        }
    }
}
