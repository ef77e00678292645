// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.DeadLetter.Status;
import io.thence.KeyValue;
import io.thence.processor.ControlEvent.Paused;
import io.thence.processor.ControlEvent.Reset;
import io.thence.processor.DeadLetterBook.Entry;
import io.thence.store.Checkpoint;
import io.thence.store.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        List<KeyValue> again, int deadLetters) {

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

    /** Whether a consumer of this name has begun, or was told something. */
    public static boolean isKnown(EventLog log, String consumer) {
        return isPart(consumer) && (!log.checkpoint(consumer).equals(Checkpoint.NONE)
                || log.revision(DeadLetterEvent.filed(consumer), log.head()) > 0);
    }

    private static ConsumerRecord of(EventLog log, String name, Checkpoint checkpoint) {
        var controls = Controls.of(log, name);
        var book = DeadLetterBook.of(log, name);
        var again = book.all().stream().filter(Entry::isHandledAgain).map(Entry::key).toList();
        var waiting = book.letters().stream().filter(letter -> letter.status() == Status.WAITING).count();
        return new ConsumerRecord(name, checkpoint, controls.paused(), controls.reset(), again, (int) waiting);
    }
}
