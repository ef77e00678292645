// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Application;
import io.thence.Position;
import io.thence.Saga;
import io.thence.ThenceException.Undecodable;
import io.thence.event.EventCodec;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.saga.SagaEvent.Status;
import io.thence.store.EventLog;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Runs what the instances of a saga did through its code as it is now, before that is used: each step anew, on the
 * state that the log has before it and on what it was about. Where the code makes something else of that, that is a
 * difference; the next step is made on what the log has all the same, so that one change is not told at each step
 * that follows.
 *
 * <p>Events on which no step was taken are looked at too: where the code would take one now, or begin an instance, that
 * is a difference. So is each step, and each such event, that cannot be read as the code has it now.
 *
 * <p>All steps of the saga are read, and all events that it does something on, in the order of the log; nothing is
 * written, and no command is sent. What is personal is not needed: a saga reads nothing of it.
 */
public final class Histories {

    /** So many differences are listed; the others are counted. */
    public static final int LISTED_MAX = 1_000;

    /** So many instances that go on at one time are followed where nothing else is said. */
    public static final int TOGETHER = 100_000;

    private final Application application;
    private final EventLog log;
    private final int together;
    private final LongConsumer progress;

    private Histories(Application application, EventLog log, int together, LongConsumer progress) {
        this.application = application;
        this.log = log;
        this.together = together;
        this.progress = progress;
    }

    /** Those that {@code log} has of the sagas of {@code application}. */
    public static Histories of(Application application, EventLog log) {
        return new Histories(application, log, TOGETHER, _ -> {});
    }

    /** Follows at most so many instances at one time: of others nothing is said, but that they were left out. */
    public Histories together(int most) {
        return new Histories(application, log, most, progress);
    }

    /** Tells {@code watcher} now and then how many steps it has read. */
    public Histories watched(LongConsumer watcher) {
        return new Histories(application, log, together, watcher);
    }

    /** Compares those of all sagas of the application, in their order. */
    public List<HistoryReport> compareAll() {
        return application.sagas().stream().<HistoryReport>map(this::compare).toList();
    }

    /** Compares those of {@code saga}. */
    public <S> HistoryReport compare(Saga<?, S> saga) {
        return new Comparing<>(saga).run();
    }

    private final class Comparing<S> {

        private static final int TELL = 10_000;

        private final Saga<?, S> saga;
        private final SagaPlan<S> plan;
        private final EventCodec codec;
        private final Retelling<S> retelling;
        private final Untaken<S> untaken;
        private final Map<String, Standing> standings = new HashMap<>();
        private final Set<String> leftOut = new HashSet<>();
        private final List<HistoryDifference> differences = new ArrayList<>();
        private long instances;
        private long read;
        private long steps;
        private long idle;
        private long unseen;
        private long found;

        Comparing(Saga<?, S> saga) {
            this.saga = saga;
            plan = new SagaPlan<>(saga);
            codec = new EventCodec(application);
            retelling = new Retelling<>(plan, log, codec);
            untaken = new Untaken<>(plan, log, codec);
        }

        HistoryReport run() {
            var start = new Position(log.lineage(), 0);
            try (var events = log.read(query(), start, Direction.FORWARDS)) {
                for (var event = events.next(); event.isPresent(); event = events.next()) {
                    var stored = event.get();
                    if (stored.type().equals(SagaEvent.MOVED_NAME)) {
                        step(stored);
                    } else if (!SagaEvent.TYPES.has(stored.type())) {
                        untaken.find(stored).forEach(this::found);
                    }
                }
            }
            progress.accept(read);
            return new HistoryReport(instances, steps, idle, unseen, leftOut.size(), differences, found);
        }

        /** The steps, and the events that it does something on. */
        private Query query() {
            var types = saga.triggers().stream().flatMap(type -> codec.names(type).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            return new Query(List.of(new Query.Term(SagaEvent.TYPES.names(), List.of(SagaEvent.all(saga.name()))),
                    new Query.Term(types, List.of())));
        }

        private void found(Untaken.Found one) {
            switch (one) {
                case Untaken.Found.Nothing _ -> {}
                case Untaken.Found.Same _ -> idle++;
                case Untaken.Found.Unseen _ -> unseen++;
                case Untaken.Found.Now(var difference) -> {
                    idle++;
                    list(difference);
                }
            }
        }

        private void list(HistoryDifference difference) {
            if (found++ < LISTED_MAX) {
                differences.add(difference);
            }
        }

        private void step(StoredEvent stored) {
            if (++read % TELL == 0) {
                progress.accept(read);
            }
            try {
                step(stored, (Moved) plan.read(stored).orElseThrow());
            } catch (Undecodable e) {
                unread(stored, e);
            }
        }

        /** A step that the code cannot read is a difference; how its instance stood after it is not known. */
        private void unread(StoredEvent stored, Undecodable why) {
            var as = UnreadStep.of(stored);
            steps++;
            if (as.number() == 1) {
                instances++;
            }
            if (as.isEnd()) {
                standings.remove(as.instance());
            }
            list(new HistoryDifference(saga.name(), as.instance(), as.number(), stored.number(), as.input(), "the step",
                    as.text(), "a failure: " + why));
        }

        private void step(StoredEvent stored, Moved moved) {
            var instance = moved.instance();
            var before = Optional.ofNullable(standings.get(instance));
            if (before.isEmpty() && moved.number() == 1 && !leftOut.contains(instance)) {
                if (standings.size() < together) {
                    instances++;
                    before = Optional.of(Standing.NONE);
                } else {
                    leftOut.add(instance);
                }
            }
            if (before.isPresent()) {
                compare(stored, before.get(), moved);
            } else if (!leftOut.contains(instance)) {
                unseen++; // its first steps are gone
            }
        }

        private void compare(StoredEvent stored, Standing before, Moved moved) {
            if (moved.number() == before.number() + 1) {
                retell(stored, before, moved);
            } else {
                unseen++;
            }
            var after = before.after(moved, plan::isUndone);
            if (moved.status().isEnd() && after.asked().stream().allMatch(Standing.Asked::isAccepted)) {
                standings.remove(moved.instance());
            } else {
                standings.put(moved.instance(), after);
            }
        }

        private void retell(StoredEvent stored, Standing before, Moved moved) {
            if (moved.input() instanceof Input.Told || (before.number() > 0 && before.status() != Status.RUNNING)) {
                return; // the code was not asked
            }
            var told = retelling.differences(stored, before, moved);
            if (told.isEmpty()) {
                unseen++;
                return;
            }
            steps++;
            for (var one : told.get()) {
                list(new HistoryDifference(saga.name(), moved.instance(), moved.number(), stored.number(),
                        moved.input(), one.what(), one.recorded(), one.now()));
            }
        }
    }
}
