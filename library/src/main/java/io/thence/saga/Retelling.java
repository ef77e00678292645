// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.EventId;
import io.thence.Next;
import io.thence.Refusal;
import io.thence.event.EventCodec;
import io.thence.event.Json;
import io.thence.saga.SagaEvent.Armed;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Sent;
import io.thence.saga.SagaEvent.Status;
import io.thence.saga.Standing.Asked;
import io.thence.store.EventLog;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a step anew that the log has, and says what is otherwise. */
final class Retelling<S> {

    /** A step is written down a little after it was made, and a wake counts from when it was made. */
    private static final Duration WRITING = Duration.ofSeconds(10);

    private final SagaPlan<S> plan;
    private final EventLog log;
    private final EventCodec codec;
    private final SagaIds ids;

    Retelling(SagaPlan<S> plan, EventLog log, EventCodec codec) {
        this.plan = plan;
        this.log = log;
        this.codec = codec;
        ids = new SagaIds(plan.saga().name());
    }

    /** What is otherwise. */
    record Told(String what, String recorded, String now) {}

    /** What is otherwise than in {@code moved}, which {@code stored} is; empty if that cannot be told any more. */
    Optional<List<Told>> differences(StoredEvent stored, Standing before, Moved moved) {
        try {
            var said = again(before, moved);
            return said.isUnseen() ? Optional.empty() : Optional.of(said.next()
                    .map(next -> differences(stored.stamp().instant(), before, moved, next))
                    .orElseGet(() -> List.of(new Told("the step", text(moved), "nothing"))));
        } catch (RuntimeException e) { // of the code, or of what is undecodable by it
            return Optional.of(List.of(new Told("the step", text(moved), "a failure: " + e)));
        }
    }

    /** What the code says; nothing, if there is nothing to be done, or what the step is about is not to be seen. */
    private record Said<S>(Optional<Next<S>> next, boolean isUnseen) {}

    private Said<S> again(Standing before, Moved moved) {
        var state = plan.state(before);
        return switch (moved.input()) {
            case Input.Happened(var event, var _) -> event(event)
                    .map(data -> new Said<>(plan.happened(state, before.number() > 0, data), false))
                    .orElseGet(() -> new Said<>(Optional.empty(), true));
            case Input.Accepted(var _, long number, int ordinal, int count) ->
                asked(before, number, ordinal).map(sent -> accepted(sent, state, events(moved, count)))
                        .orElseGet(() -> new Said<>(Optional.empty(), true));
            case Input.Refused(var _, long number, int ordinal, var reason) -> new Said<>(asked(before, number, ordinal)
                    .map(sent -> plan.refused(sent, state, new Refusal.Decided(reason))), false);
            case Input.Woken(var wake, long _) -> new Said<>(Optional.of(plan.woken(wake, state)), false);
            case Input.Withdrawn _, Input.Undone _, Input.Told _ -> new Said<>(Optional.of(Next.state(state)), false);
        };
    }

    private Said<S> accepted(Sent sent, S state, Optional<List<Object>> events) {
        return events.map(all -> new Said<>(Optional.of(plan.accepted(sent, state, all)), false))
                .orElseGet(() -> new Said<>(Optional.empty(), true));
    }

    private static Optional<Sent> asked(Standing standing, long number, int ordinal) {
        return standing.asked().stream().filter(one -> one.number() == number && one.ordinal() == ordinal)
                .map(Asked::sent).findFirst();
    }

    private Optional<Object> event(String id) {
        var whole = new EventId(id).ofPiece().orElse(new EventId(id));
        return log.find(whole).or(() -> log.find(new EventId(id))).flatMap(stored -> codec.events(stored).stream()
                .filter(event -> event.id().text().equals(id)).<Object>map(event -> event.data()).findFirst());
    }

    /** The events of the command that was accepted, if they are all there. */
    private Optional<List<Object>> events(Moved moved, int count) {
        var input = (Input.Accepted) moved.input();
        var id = ids.ask(moved.instance(), input.number(), input.ordinal());
        var events = new ArrayList<Object>();
        var known = log.remembered(id);
        if (known.isEmpty() || count < known.get().events()) {
            return Optional.empty();
        }
        for (int i = 0; i < known.get().events(); i++) {
            var stored = log.find(id.event(i));
            if (stored.isEmpty()) {
                return Optional.empty();
            }
            codec.events(stored.get()).forEach(event -> events.add(event.data()));
        }
        return Optional.of(events);
    }

    private List<Told> differences(Instant when, Standing before, Moved moved, Next<S> next) {
        var told = new ArrayList<Told>();
        var state = plan.text(next.state());
        differ(told, "the state", moved.state(), state);
        differ(told, "what is asked", asks(moved.asks()), asks(next.asks().stream().map(plan::sent).toList()));
        differ(told, "the end", end(moved.status()), switch (next.end()) {
            case GOES_ON -> end(Status.RUNNING);
            case DONE -> end(Status.DONE);
            case COMPENSATES -> end(Status.COMPENSATING);
        });
        if (moved.status() == Status.RUNNING && next.end() == Next.End.GOES_ON) {
            var wakes = Wishes.after(before, new SagaLog.Said<>(moved.input(), next), when);
            if (!isSame(moved.wakes(), wakes, moved.number())) {
                told.add(new Told("what it wants to be woken for", wakes(moved.wakes()), wakes(wakes)));
            }
        }
        return told;
    }

    private static void differ(List<Told> told, String what, String recorded, String now) {
        boolean isJson = !recorded.isEmpty() && (recorded.startsWith("{") || recorded.startsWith("["));
        if (!recorded.equals(now) && !(isJson && tree(recorded).equals(tree(now)))) {
            told.add(new Told(what, recorded.isEmpty() ? "nothing" : recorded, now.isEmpty() ? "nothing" : now));
        }
    }

    private static Object tree(String json) {
        return Json.tree(json.getBytes(StandardCharsets.UTF_8), "what a saga has stored");
    }

    private static String asks(List<Sent> asks) {
        return String.join(", ", asks.stream().map(sent -> sent.what() + " " + tree(sent.command())).toList());
    }

    private static String end(Status status) {
        return switch (status) {
            case RUNNING -> "that it goes on";
            case DONE -> "that it is done";
            case COMPENSATING, COMPENSATED -> "that it is undone";
        };
    }

    private static boolean isSame(List<Armed> recorded, List<Armed> now, long number) {
        return recorded.size() == now.size() && recorded.stream().allMatch(wake -> now.stream().anyMatch(again ->
                wake.wake().equals(again.wake()) && wake.armed() == again.armed() && (wake.armed() != number
                        || Duration.between(wake.due(), again.due()).abs().compareTo(WRITING) <= 0)));
    }

    private static String wakes(List<Armed> wakes) {
        return wakes.isEmpty() ? "nothing"
                : String.join(", ", wakes.stream().map(wake -> wake.wake() + " at " + wake.due()).toList());
    }

    private static String text(Moved moved) {
        var asks = asks(moved.asks());
        return "to " + moved.state() + (asks.isEmpty() ? "" : ", asking " + asks);
    }
}
