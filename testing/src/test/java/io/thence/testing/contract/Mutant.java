// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.Checkpoint;
import io.thence.store.Condition;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Remembered;
import io.thence.store.StoredEvent;
import io.thence.store.Subscription.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** The stores that are wrong in one thing each, and the test that is there to see it. */
enum Mutant {
    IGNORES_REVISIONS(IgnoresConditions::new, EventStoreContract.Revisions.class,
            "aRevisionThatDiffersIsAConflictAndNothingIsWritten"),
    IGNORES_BOUNDARIES(IgnoresConditions::new, EventStoreContract.Boundaries.class,
            "anEventThatMatchesAfterThePositionIsAConflictAndNothingIsWritten"),
    LOOKS_AT_THE_FIRST_TERM_ONLY(LooksAtTheFirstTermOnly::new, EventStoreContract.Boundaries.class,
            "oneOfSeveralTermsIsEnoughForAConflict"),
    FORGETS_IDS(ForgetsIds::new, EventStoreContract.CommandIds.class,
            "aRepeatIsAnsweredWithTheFirstOutcomeAndWritesNothing"),
    JUDGES_BEFORE_IT_LOOKS_UP_THE_ID(JudgesFirst::new, EventStoreContract.CommandIds.class,
            "aRepeatIsAnsweredAlsoWhenItsConditionFailsByNow"),
    ANSWERS_A_REPEAT_BEFORE_THE_FLUSH(AnswersRepeatsAtOnce::new, EventStoreContract.Durability.class,
            "aRepeatIsNotAnsweredBeforeTheFlushOfTheFirst"),
    ANSWERS_BEFORE_THE_FLUSH(AnswersAtOnce::new, EventStoreContract.Durability.class,
            "anAppendIsNotAnsweredBeforeItsFlush"),
    SHOWS_WHAT_IS_NOT_FLUSHED(ShowsWhatIsInFlight::new, EventStoreContract.Durability.class,
            "nothingIsSeenBeforeItsFlush"),
    DELIVERS_OUT_OF_ORDER(DeliversBackwards::new, EventStoreContract.Subscriptions.class,
            "eventsComeInTheOrderOfPositions"),
    SKIPS_AN_EVENT_ON_GOING_LIVE(SkipsOnGoingLive::new, EventStoreContract.Subscriptions.class,
            "nothingIsLostOrRepeatedOnGoingLive"),
    APPENDS_ONE_AFTER_THE_OTHER(OneByOne::new, EventStoreContract.TogetherAppended.class,
            "whereOneConditionFailsNothingIsWritten"),
    JUDGES_ON_WHAT_COMES_WITH_IT(OneByOne::new, EventStoreContract.TogetherAppended.class,
            "noConditionSeesWhatIsAppendedWithIt"),
    HEARS_OLD_TOKENS(HearsOldTokens::new, EventStoreContract.Consumers.class, "anOlderTokenIsRefused"),
    FORGETS_WHAT_IS_LEFT_OPEN(ForgetsWhatIsLeftOpen::new, EventStoreContract.Consumers.class,
            "aPositionThatIsLeftOpenIsNotFinished"),
    READS_FROM_ITS_POSITION_ON(ReadsInclusively::new, EventStoreContract.Reading.class,
            "readingBeginsAfterItsPosition"),
    IGNORES_STAMPS_FROM_ELSEWHERE(IgnoresCauses::new, EventStoreContract.Fields.class,
            "aStampIsGreaterThanThatOfItsCause"),
    LOSES_THE_LAST_BATCH_ON_REOPENING(UnaryOperator.identity(), EventStoreContract.Lives.class,
            "everythingSurvivesAReopening");

    final UnaryOperator<EventStore> over;
    final Class<?> topic;
    final String test;

    Mutant(UnaryOperator<EventStore> over, Class<?> topic, String test) {
        this.over = over;
        this.topic = topic;
        this.test = test;
    }

    private static final class IgnoresConditions extends StoreOver {
        IgnoresConditions(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            return store.append(append.on(Condition.NONE));
        }
    }

    private static final class IgnoresCauses extends StoreOver {
        IgnoresCauses(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            return store.append(new Append(append.events(), append.condition(), append.command(), append.refused(),
                    append.origin(), append.finished(), append.answered()));
        }
    }

    private static final class ForgetsWhatIsLeftOpen extends StoreOver {
        ForgetsWhatIsLeftOpen(EventStore store) {
            super(store);
        }

        @Override
        public Checkpoint checkpoint(String consumer) {
            var checkpoint = store.checkpoint(consumer);
            return new Checkpoint(checkpoint.token(), checkpoint.upTo());
        }
    }

    private static final class OneByOne extends StoreOver {
        OneByOne(EventStore store) {
            super(store);
        }

        @Override
        public List<Appended> append(List<Append> together) {
            return together.stream().map(store::append).toList();
        }
    }

    private static final class LooksAtTheFirstTermOnly extends StoreOver {
        LooksAtTheFirstTermOnly(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            return store.append(append.condition() instanceof Condition.NothingNew(var query, var after)
                    ? append.on(Condition.nothingNew(query.terms().subList(0, 1), after)) : append);
        }
    }

    private static final class ForgetsIds extends StoreOver {
        ForgetsIds(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            var events = new ArrayList<NewEvent>();
            for (var event : append.events()) {
                int ordinal = events.size();
                Optional<EventId> id = event.id().or(() -> append.command().map(c -> c.id().event(ordinal)));
                events.add(new NewEvent(event.type(), event.version(), event.keys(), event.data(), id,
                        event.occurred()));
            }
            return store.append(new Append(events, append.condition(), Optional.empty(), append.refused(),
                    append.origin(), append.finished(), append.answered()));
        }
    }

    private static final class JudgesFirst extends StoreOver {
        JudgesFirst(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            var judged = store.append(Append.confirm(append.condition()));
            return judged instanceof Appended.Conflict ? judged : store.append(append);
        }
    }

    private static final class AnswersRepeatsAtOnce extends StoreOver {
        private final Set<CommandId> inFlight = ConcurrentHashMap.newKeySet();

        AnswersRepeatsAtOnce(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            var command = append.command().orElseThrow();
            if (!inFlight.add(command.id())) {
                return new Appended.Repeated(new Remembered(command, head(), head(), 1, Optional.empty()));
            }
            try {
                return store.append(append);
            } finally {
                inFlight.remove(command.id());
            }
        }
    }

    private static final class AnswersAtOnce extends StoreOver {
        AnswersAtOnce(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            Thread.startVirtualThread(() -> store.append(append));
            return new Appended.Committed(head(), head());
        }
    }

    private static final class ShowsWhatIsInFlight extends StoreOver {
        private final Set<Append> inFlight = ConcurrentHashMap.newKeySet();

        ShowsWhatIsInFlight(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            inFlight.add(append);
            try {
                return store.append(append);
            } finally {
                inFlight.remove(append);
            }
        }

        @Override
        Found found(Found found) {
            var seen = store.read(Query.ALL, new Position(lineage(), 0), Direction.FORWARDS).next().orElseThrow();
            var events = new ArrayList<>(found.events());
            for (var append : inFlight) {
                append.events().forEach(e -> events.add(new StoredEvent(new EventId("early"), seen.position(), e.type(),
                        e.version(), seen.stamp(), Optional.empty(), append.origin(), e.keys(), () -> 1, e.data())));
            }
            return new Found(events, found.upTo(), found.caughtUp());
        }
    }

    private static final class DeliversBackwards extends StoreOver {
        DeliversBackwards(EventStore store) {
            super(store);
        }

        @Override
        Found found(Found found) {
            return new Found(found.events().reversed(), found.upTo(), found.caughtUp());
        }
    }

    private static final class SkipsOnGoingLive extends StoreOver {
        private boolean live;

        SkipsOnGoingLive(EventStore store) {
            super(store);
        }

        @Override
        Found found(Found found) {
            boolean skips = live && !found.events().isEmpty();
            live = found.caughtUp() && !skips;
            List<StoredEvent> events = skips ? found.events().subList(1, found.events().size()) : found.events();
            return new Found(events, found.upTo(), found.caughtUp());
        }
    }

    private static final class HearsOldTokens extends StoreOver {
        HearsOldTokens(EventStore store) {
            super(store);
        }

        @Override
        public Appended append(Append append) {
            var answer = store.append(append);
            return answer instanceof Appended.Fenced ? new Appended.Committed(head(), head()) : answer;
        }
    }

    private static final class ReadsInclusively extends StoreOver {
        ReadsInclusively(EventStore store) {
            super(store);
        }

        @Override
        public EventReader read(Query query, Position from, Direction direction) {
            long number = direction == Direction.FORWARDS ? Math.max(0, from.number() - 1) : from.number() + 1;
            return store.read(query, new Position(from.lineage(), number), direction);
        }
    }
}
