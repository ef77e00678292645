// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Part;
import io.thence.run.Thence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * What is demanded when nothing goes wrong any more: everything is handled, nothing waits for somebody, what must come
 * true some time does, and everything is right.
 */
final class Ending {

    private static final int ROUNDS_MAX = 1_000;
    private static final int RETRIES_MAX = 3;
    private static final String MEND = ": mend it in mending(..), or say mayLeaveUnhandled(part)";
    private static final Duration LOOK_MAX = Duration.ofMinutes(1);

    private final SimulatedWorld world;
    private final Plan plan;
    private final Memory memory;
    private final Thence running;

    Ending(SimulatedWorld world, Plan plan, Memory memory, Thence running) {
        this.world = world;
        this.plan = plan;
        this.memory = memory;
        this.running = running;
    }

    /** Who finds out what is open asks {@code outside}. */
    void check(ScriptedOutside outside) {
        var demands = plan.demands();
        demands.mending().forEach(mending -> Broken.demand("mending", () -> mending.accept(running)));
        Broken.demand("liveness", this::catchUp);
        Broken.demand("liveness", () -> retry(outside));
        demands.eventually().forEach(some -> eventually("eventually '" + some.name() + "'",
                () -> some.value().test(running)));
        Broken.demand("liveness", this::catchUp);
        Broken.demand("liveness", this::demandNothingWaits);
        var answers = memory.answers();
        int checks = demands.checks().size();
        for (int i = 0; i < checks; i++) { // apart, so that a smaller life is not one in which another one fails
            var check = demands.checks().get(i);
            Broken.demand(checks == 1 ? "check" : "check " + (i + 1) + " of " + checks,
                    () -> check.check(running, answers));
        }
        demands.looks().forEach(look -> world.note(look.name() + ": " + look.value().apply(running)));
    }

    /** Waits until everything is handled, and what that has caused, and so on. */
    private void catchUp() {
        List<Part> parts = new ArrayList<>(projections());
        parts.addAll(consumers());
        for (int round = 0; round < ROUNDS_MAX; round++) {
            var head = running.store().head();
            for (var part : parts) {
                if (!of(part).await(part, head, plan.demands().within())) {
                    throw new AssertionError("after " + plan.demands().within() + ", " + of(part).progress(part)
                            + ", the head is " + head);
                }
            }
            if (running.store().head().equals(head)) {
                return;
            }
        }
        throw new AssertionError("there are always new events: a reaction or saga seems to feed itself");
    }

    /** The application that has {@code part}. */
    private Thence of(Part part) {
        return running.deployed().applications().stream().filter(each -> each.application().parts().contains(part))
                .findFirst().orElseThrow();
    }

    private List<Part> projections() {
        var application = plan.setting().application();
        return Stream.of(application.projections(), application.memoryProjections(), application.storeProjections())
                .<Part>flatMap(List::stream).toList();
    }

    /** What is run by a processor. */
    private List<Part> consumers() {
        var application = plan.setting().application();
        return Stream.of(application.reactions(), application.sagas(), application.schedules(), application.alerts())
                .<Part>flatMap(List::stream).toList();
    }

    private Stream<Part> handlers() {
        return Stream.concat(consumers().stream(), projections().stream())
                .filter(part -> !plan.demands().unhandled().contains(part));
    }

    /** What has failed by chance goes well now; what fails still is a fault of the application's. */
    private void retry(ScriptedOutside outside) {
        for (int i = 0; i < RETRIES_MAX; i++) {
            tell(outside);
            settle();
            var waiting = handlers().filter(part -> !of(part).deadLetters(part).list().isEmpty()).toList();
            if (waiting.isEmpty()) {
                return;
            }
            for (var part : waiting) {
                var letters = of(part).deadLetters(part);
                int keys = letters.retryAll("the simulator", "nothing goes wrong any more");
                world.tell("", () -> "dead letters of " + keys + " keys are tried again");
                if (!letters.await(plan.demands().within())) {
                    throw new AssertionError("after " + plan.demands().within() + " these are still tried again: "
                            + letters.list());
                }
            }
            catchUp();
        }
    }

    /** What rests in projections is tried until it is handled, or given up. */
    private void settle() {
        projections().stream().filter(part -> !plan.demands().unhandled().contains(part)).forEach(part -> {
            var application = of(part);
            var letters = application.deadLetters(part);
            if (!application.progress(part).await(() -> application.parked(part).isEmpty()
                    || application.parked(part).size() <= letters.list().size(), plan.demands().within())) {
                throw new AssertionError("after " + plan.demands().within() + " these are still tried again: "
                        + application.parked(part));
            }
        });
    }

    /** Somebody finds out what is open, once what is being tried again has come to its end. */
    private void tell(ScriptedOutside outside) {
        for (var reaction : plan.setting().application().reactions()) {
            if (!reaction.calls().isEmpty()) {
                of(reaction).deadLetters(reaction).await(plan.demands().within());
                outside.tell(of(reaction).effects(reaction));
                of(reaction).deadLetters(reaction).await(plan.demands().within());
            }
        }
    }

    private void eventually(String what, BooleanSupplier condition) {
        long deadline = world.nanos() + plan.demands().within().toNanos();
        for (var rest = Duration.ofMillis(1); ; rest = rest.compareTo(LOOK_MAX) < 0 ? rest.multipliedBy(2) : rest) {
            var isTrue = new boolean[1];
            Broken.demand(what, () -> isTrue[0] = condition.getAsBoolean());
            if (isTrue[0]) {
                return;
            }
            if (world.nanos() >= deadline) {
                throw new Broken(what, "not true within " + plan.demands().within(), null);
            }
            world.pause(rest);
        }
    }

    private void demandNothingWaits() {
        handlers().forEach(part -> {
            var letters = of(part).deadLetters(part).list();
            if (!letters.isEmpty()) {
                throw new AssertionError("dead letters are left, though nothing goes wrong any more: " + letters
                        + MEND);
            }
        });
        projections().stream().filter(part -> !plan.demands().unhandled().contains(part)).forEach(part -> {
            var parked = of(part).parked(part);
            if (!parked.isEmpty()) {
                throw new AssertionError("keys wait for an event that cannot be handled: " + parked + MEND);
            }
        });
    }
}
