// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Next;
import io.thence.Policy;
import io.thence.Saga;
import java.time.Duration;

import static io.thence.Decision.accept;

/** The application of the rows on sagas: a job of some steps, each a command whose event leads to the next. */
final class Jobs {

    /** How many steps a job has. */
    static final int STEPS = 10;

    static final String BEGUN = "job.begun";

    sealed interface JobEvent {}

    record Begun(String job) implements JobEvent {}

    record Done(String job, int step) implements JobEvent {}

    record Begin(String job) {}

    record Do(String job, int step) {}

    static final Key<String> JOB = Key.of("job");

    private static final Events<JobEvent> EVENTS = Events.of(JobEvent.class)
            .type(BEGUN, Begun.class, JOB.of(Begun::job))
            .type("job.done", Done.class, JOB.of(Done::job));

    private static final Fold<String, Integer> STEP = Fold.by(JOB).from(0).on(Done.class, (_, done) -> done.step());

    private static final Decider<Begin, JobEvent> BEGINNING = Decider.of(Begin.class, EVENTS).writing(Begun.class)
            .decide(begin -> accept(new Begun(begin.job())));

    private static final Decider<Do, JobEvent> DOING = Decider.of(Do.class, EVENTS).writing(Done.class)
            .reading(STEP, Do::job).decide((step, _) -> accept(new Done(step.job(), step.step())));

    private static final Ask<Integer, Do> ASK = Ask.of("do", Do.class);

    static final Saga<String, Integer> STEPPING = Saga.named("stepping").by(JOB).from(0)
            .policy(Policy.DEFAULT.lanes(1_024))
            .startsOn(Begun.class, (_, begun) -> Next.state(0).ask(ASK, new Do(begun.job(), 1)))
            .on(ASK, Done.class, (_, done) -> done.step() >= STEPS ? Next.state(done.step()).done()
                    : Next.state(done.step()).ask(ASK, new Do(done.job(), done.step() + 1)))
            .onRefused(ASK, (step, _) -> Next.state(step).done());

    static final Saga<String, Integer> WAITING = Saga.named("waiting").by(JOB).from(0)
            .startsOn(Begun.class, (_, _) -> Next.state(1).wake(Timers.WAKE, Duration.ofDays(1)))
            .onWake(Timers.WAKE, _ -> Next.state(2).done());

    /** Jobs that take step after step. */
    static final Application STEPPED = Application.named("jobs").with(EVENTS, BEGINNING, DOING, STEPPING);

    /** Jobs that wait. */
    static final Application WAITED = Application.named("jobs").with(EVENTS, BEGINNING, WAITING);

    private Jobs() {}
}
