// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.DeadLetter;
import io.thence.log.check.Verify;
import io.thence.run.Thence;
import io.thence.testing.child.ChildJvm;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on the real engine and the real disk is killed again and again, whereby it loses what it has not
 * flushed; its disk is full for a while, its handlers fail at random, and so does the outside, a process of its own
 * that keeps the idempotency keys. In the end all is healed, and what was begun has to have come to its end: each
 * command that was answered is there once and each of its effects has happened once, in the order of its account.
 */
@Timeout(4 * 3_600)
class SoakTest {

    private static final long SEED = Long.getLong("thence.soak.seed", 11);
    private static final Path FIGURES = Path.of("target", "soak");
    private static final Duration SHOWN_EACH = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private final Answers answers = new Answers();
    private final MemoryLine memory = new MemoryLine();
    private final long began = System.nanoTime();
    private long shown = began;
    private String name = "";
    private int port;
    private int kills;
    private int spells;
    private int spellsKilled;
    private long mends;
    private long refusals;

    /**
     * How long: killed often, then not at all, then often again.
     *
     * @param killed     how long it is killed often, at the beginning, and again a quarter as long at the end
     * @param quiet      how long it is not killed in between
     * @param killEach   the longest time between two kills
     * @param spellEach  the longest time between two times in which the disk is full
     * @param lookEach   the time between two looks at the memory
     */
    private record Plan(Duration killed, Duration quiet, Duration killEach, Duration spellEach, Duration lookEach) {}

    @Test
    void each_effect_happens_once_whatever_is_killed_and_full() throws Exception {
        soak(new Plan(Duration.ofSeconds(7), Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(1),
                Duration.ofSeconds(2)), "short");
        assertThat(kills).isGreaterThanOrEqualTo(3);
        assertThat(spells).isGreaterThanOrEqualTo(2);
    }

    @Test
    @Tag("campaign")
    void an_hour_of_that_takes_no_memory() throws Exception {
        var whole = Duration.ofMinutes(Integer.getInteger("thence.soak.minutes", 60));
        var killed = whole.multipliedBy(28).dividedBy(100);
        soak(new Plan(killed, whole.minus(killed.multipliedBy(5).dividedBy(4)), Duration.ofSeconds(15),
                Duration.ofSeconds(60), Duration.ofSeconds(5)), "hour");
        memory.demandFlat();
    }

    private void soak(Plan plan, String called) throws Exception {
        name = called;
        System.out.println("seed " + SEED);
        var command = ChildJvm.command(List.of("-Xmx512m"), OutsideProcess.class, List.of("" + SEED));
        var outside = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var lines = new BufferedReader(new InputStreamReader(outside.getInputStream(), StandardCharsets.UTF_8))) {
            port = Integer.parseInt(lines.readLine());
            killed(plan, plan.killed(), 3);
            try (var life = begin(plan)) {
                undisturbed(life, plan, plan.quiet());
                kill(life);
            }
            killed(plan, plan.killed().dividedBy(4), 1);
            var left = heal(plan);
            var report = Ledger.Report.of(new HttpOutside(port).say("REPORT"));
            try {
                check(report);
            } catch (AssertionError e) {
                e.addSuppressed(new AssertionError(left));
                throw e;
            }
            assertThat(left).isEmpty();
            tell(report);
        } finally {
            outside.destroyForcibly().onExit().join();
        }
    }

    private Life begin(Plan plan) throws IOException {
        var arguments = new ArrayList<>(List.of(folder.resolve("data").toString(), "" + port, "" + chance.nextLong(),
                "" + plan.lookEach().toSeconds()));
        for (int caller = 0; caller < Business.CALLERS; caller++) {
            arguments.add("" + answers.first(caller, chance));
        }
        return new Life(folder, answers, memory, arguments);
    }

    /** Lives that are killed after a while, some of them before they have begun, or while the disk is full. */
    private void killed(Plan plan, Duration time, int least) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        for (int lives = 0; lives < least || System.nanoTime() < until; lives++) {
            try (var life = begin(plan)) {
                if (chance.nextInt(5) > 0) {
                    while (!life.isUp()) {
                        life.goOn();
                    }
                }
                forAWhile(life, plan.killEach());
                if (life.isUp() && chance.nextBoolean()) {
                    full(life);
                    if (chance.nextBoolean()) {
                        spellsKilled++;
                    } else {
                        life.tell("ROOM");
                        forAWhile(life, plan.killEach());
                    }
                }
                kill(life);
            }
        }
    }

    private void kill(Life life) throws IOException {
        life.kill();
        kills++;
        mends += life.mends();
        refusals += life.refusals();
    }

    private void undisturbed(Life life, Plan plan, Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        for (int before = spells; spells < before + 2 || System.nanoTime() < until;) {
            forAWhile(life, plan.spellEach());
            full(life);
            forAWhile(life, plan.spellEach().dividedBy(5));
            life.tell("ROOM");
        }
    }

    /** The disk is full, and a command was refused by that. */
    private void full(Life life) throws IOException {
        long before = life.refusals();
        life.tell("FULL");
        while (life.refusals() == before) {
            goOn(life);
        }
        spells++;
    }

    private void forAWhile(Life life, Duration most) throws IOException {
        long until = System.nanoTime() + chance.nextLong(most.toNanos());
        while (System.nanoTime() < until) {
            goOn(life);
        }
    }

    private void goOn(Life life) throws IOException {
        life.goOn();
        if (System.nanoTime() - shown > SHOWN_EACH.toNanos()) {
            shown = System.nanoTime();
            System.out.printf("%4d s: %d answers, %d kills, %d spells of a full disk, %d mended; %s%n",
                    Duration.ofNanos(shown - began).toSeconds(), answers.count(), kills, spells, mends + life.mends(),
                    memory.last());
            memory.write(FIGURES.resolve(name + ".tsv")); // so far: whoever ends it has that
        }
    }

    /** Nothing fails any more: all comes to its end. What did not. */
    private String heal(Plan plan) throws Exception {
        new HttpOutside(port).say("HEAL");
        try (var life = begin(plan)) {
            life.until("UP");
            life.tell("DRAIN");
            life.until("CLOSED");
            mends += life.mends();
            return life.left();
        }
    }

    private void check(Ledger.Report report) {
        var disk = new FileDisk(folder.resolve("data"));
        var parts = new Business(new HttpOutside(port), _ -> {}).parts();
        try (var thence = Thence.run(parts.application(), SoakProcess.engine(new SystemWorld(), disk))) {
            new Reckoning(answers, report).check(thence);
            assertThat(thence.deadLetters(parts.till()).list()).extracting(DeadLetter::message).isEmpty();
            assertThat(thence.deadLetters(parts.moving()).list()).extracting(DeadLetter::message).isEmpty();
            assertThat(thence.saga(parts.moving()).unfinished(1)).isEmpty();
        }
        assertThat(Verify.run(new FileDisk(folder.resolve("data")), SoakProcess.SETTINGS, (_, _) -> {}).list())
                .isEmpty();
    }

    private void tell(Ledger.Report report) throws IOException {
        memory.write(FIGURES.resolve(name + ".tsv"));
        var text = """
                seed %d: %d commands answered; %d effects, each under a key of its own; %d calls were repeats, under \
                %d of the keys, at most %d calls under one; %d kills, %d spells of a full disk, in %d of which it was \
                killed, %d refusals; %d dead letters mended
                %s""".formatted(SEED, answers.count(), report.keys(), report.repeats(), report.keysRepeated(),
                report.most(), kills, spells, spellsKilled, refusals, mends, memory.report());
        Files.writeString(FIGURES.resolve(name + ".txt"), text);
        System.out.println(text);
    }
}
