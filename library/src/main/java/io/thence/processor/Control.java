// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Policy;
import io.thence.Position;
import io.thence.Start;
import io.thence.Stretch;
import io.thence.ThenceException.BadRequest;
import io.thence.processor.ControlEvent.Paused;
import io.thence.processor.ControlEvent.Reset;
import io.thence.processor.ControlEvent.Resumed;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Condition;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a consumer is told as a whole: to pause and to resume, to go on somewhere else, to handle a key again. Each is
 * an event that names who decided it and why, and holds over every stop; the consumer does it when it runs, so this
 * works beside it and without it. From any thread.
 */
public final class Control {

    private final EventStore store;
    private final String consumer;
    private final Optional<Consumer> running;
    private final boolean isInLog;

    private Control(EventStore store, String consumer, Optional<Consumer> running, boolean isInLog) {
        this.store = store;
        this.consumer = consumer;
        this.running = running;
        this.isInLog = isInLog;
    }

    /** That of {@code consumer}, which does not run, in {@code store}. */
    public static Control atRest(EventStore store, String consumer) {
        return new Control(store, consumer, Optional.empty(), true);
    }

    /** That of the projection of this name, which does not run. */
    public static Control ofProjectionAtRest(EventStore store, String projection) {
        return new Control(store, projection, Optional.empty(), false);
    }

    /** That of {@code consumer}, which runs. */
    public static Control of(Consumer consumer, EventStore store) {
        return new Control(store, consumer.name(), Optional.of(consumer), consumer instanceof Processor);
    }

    /**
     * How a consumer stands.
     *
     * @param pausedBy  who has paused it; empty if it is not paused
     * @param pausedWhy why
     * @param isReset   whether it has been told where to go on, and is not through with that
     */
    public record Status(String pausedBy, String pausedWhy, boolean isReset) {

        /** Whether it is paused. */
        public boolean isPaused() {
            return !pausedBy.isEmpty();
        }
    }

    /** The position of this number in the log: one that somebody has written down, for {@link Start#after}. */
    public Position position(long number) {
        return new Position(store.lineage(), number);
    }

    /** How it stands, as the log says. */
    public Status status() {
        var controls = Controls.of(store, consumer);
        return new Status(controls.paused().map(Paused::by).orElse(""), controls.paused().map(Paused::why).orElse(""),
                controls.reset().isPresent());
    }

    /**
     * Has it handle nothing until it is resumed, over every stop; what is being handled comes to its end. It is told,
     * and may begin a few more events before it knows: {@link #await} waits until it does.
     *
     * @param by  who says so
     * @param why the reason, which is stored in clear
     * @throws BadRequest if it is paused already
     */
    public void pause(String by, String why) {
        tell(by, why, controls -> {
            controls.paused().ifPresent(paused -> {
                throw new BadRequest("consumer '" + consumer + "' is paused already, by " + paused.by() + ": "
                        + paused.why());
            });
            return new Paused(consumer, by, why);
        });
    }

    /**
     * Has it go on.
     *
     * @throws BadRequest if it is not paused
     */
    public void resume(String by, String why) {
        tell(by, why, controls -> {
            if (controls.paused().isEmpty()) {
                throw new BadRequest("consumer '" + consumer + "' is not paused");
            }
            return new Resumed(consumer, by, why);
        });
    }

    /**
     * Has it go on elsewhere, when what it has in hand is done. At a {@link Start}: it handles again what comes after
     * that, or passes over what comes before. On a stretch that ends ({@link Stretch#until}): it handles again what it
     * has handled of that, and then goes on where it was; it passes over nothing. What it sends again for an event has
     * the same id, and is not done again; keys that wait for a dead letter keep their queues.
     *
     * @throws BadRequest if {@code which} is not of this log, or is beyond its head, or ends before it begins; or it is
     *                    a projection, whose rows are made anew by a rebuild
     */
    public void reset(Stretch which, String by, String why) {
        refuseProjection();
        long after = Starts.after(store, which.start());
        var until = Starts.last(store, which, after);
        tell(by, why, _ -> new Reset(consumer, after, by, why, until));
    }

    /**
     * Has it handle events of {@code key} again, those of a stretch of the log, in their order, before any that come
     * later; other keys go on.
     *
     * @param key   as it is filed, and as the consumer takes events by
     * @param which from a {@link Start} on, or up to a position ({@link Stretch#until})
     * @throws BadRequest if something of the key waits, or is being tried again; if it runs, and takes events by other
     *                    keys, as the first thousand that are filed under this one show; as {@link #reset} does
     */
    public void replay(KeyValue key, Stretch which, String by, String why) {
        refuseProjection();
        long after = Starts.after(store, which.start());
        var until = Starts.last(store, which, after);
        Told.check(by, why);
        var told = new DeadLetterEvent.Replayed(consumer, key, after + 1, by, why, until);
        running.ifPresent(one -> Replays.refuseOtherKey(((Processor) one).course(), store, told));
        while (true) { // each conflict is about something else that was said of this consumer meanwhile
            var head = store.head();
            if (DeadLetterBook.of(store, consumer).of(key).isPresent()) {
                throw new BadRequest(key + " waits in '" + consumer + "', or is being handled again: have its dead"
                        + " letter retried or discarded, and wait for the end of that");
            }
            if (append(told.stored(), by, DeadLetterEvent.TYPES.names(), head)) {
                return;
            }
        }
    }

    /**
     * Has it handle so many events at the same time from now on, until it ends.
     *
     * @throws BadRequest if it does not run, or that is not 1 to {@value Policy#LANES_MAX}
     */
    public void lanes(int most) {
        if (most < 1 || most > Policy.LANES_MAX) {
            throw new BadRequest(most + " lanes: 1 to " + Policy.LANES_MAX);
        }
        refuseProjection();
        ((Processor) running()).lanes(most);
    }

    /**
     * Waits until it has done what it was told of where to go on, and all keys that are handled again are through; of
     * one that is paused, until it knows that. Whether that is so, within {@code limit}.
     *
     * @throws BadRequest if it does not run
     */
    public boolean await(Duration limit) {
        var one = running();
        long told = store.head().number();
        return one.progress().await(() -> one.isSettled(told), limit);
    }

    /** How far a projection is lies beside the log, with its rows. */
    private void refuseProjection() {
        if (!isInLog) {
            throw new BadRequest("projection '" + consumer + "' is paused and resumed, and no more: rebuild(..) makes"
                    + " its rows anew, those of one key too where it has parallelBy(..)");
        }
    }

    private Consumer running() {
        return running.orElseThrow(() -> new BadRequest("consumer '" + consumer + "' does not run here: start its"
                + " application"));
    }

    private void tell(String by, String why, Function<Controls, ControlEvent> said) {
        Told.check(by, why);
        while (true) { // each conflict is about something else that it was told meanwhile
            var head = store.head();
            var event = said.apply(Controls.of(store, consumer)).stored();
            if (append(event, by, ControlEvent.TYPES.names(), head)) {
                running.ifPresent(Consumer::told);
                return;
            }
        }
    }

    private boolean append(NewEvent event, String by, Set<String> types, Position head) {
        var own = List.of(new Query.Term(types, List.of(DeadLetterEvent.filed(consumer))));
        var append = Append.of(List.of(event), Origin.of(by)).on(Condition.nothingNew(own, head));
        return store.append(append) instanceof Appended.Committed;
    }
}
