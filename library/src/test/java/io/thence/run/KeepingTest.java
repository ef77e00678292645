// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.CommandId;
import io.thence.Decider;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Outcome;
import io.thence.Position;
import io.thence.Projection;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.keep.Restore;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application that keeps its log while it runs: books are closed, the log is compacted and copied. */
class KeepingTest {

    sealed interface Entry {}

    record Paid(String account, long cents) implements Entry {}

    record Carried(String account, long cents) implements Entry {}

    record Noted(String text) implements Entry {}

    record Pay(String account, long cents) {}

    private static final Key<String> ACCOUNT = Key.of("account");
    private static final Events<Entry> EVENTS = Events.of(Entry.class)
            .type("paid", Paid.class, ACCOUNT.of(Paid::account))
            .type("carried", Carried.class, ACCOUNT.of(Carried::account))
            .type("noted", Noted.class);
    private static final Fold<String, Long> BALANCE = Fold.by(ACCOUNT).from(0L)
            .on(Paid.class, (cents, event) -> cents + event.cents())
            .on(Carried.class, (_, event) -> event.cents());
    private static final Projection PAYMENTS = Projection.sql("payments", 1,
                    "create table payments (account varchar primary key, many int)")
            .on(Paid.class, (tables, event) -> tables.row("payments", event.account()).add("many", 1));
    private static final Application LEDGER = Application.named("ledger").with(EVENTS, PAYMENTS,
            Decider.of(Pay.class, EVENTS).reading(BALANCE, Pay::account)
                    .decide((pay, _) -> accept(new Paid(pay.account(), pay.cents()))));

    private static final LogSettings TINY = new LogSettings(4 << 10, 1 << 10, 1 << 10, 16, 64, 512, 64);
    private static final CompactionSettings AT_ONCE =
            new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of());

    @TempDir
    private Path folder;

    private static Thence run(Disk disk) {
        return Thence.run(LEDGER, new Engine(new SystemWorld(), disk, TINY, 1 << 20));
    }

    private static void pay(Thence ledger, int times) {
        for (int i = 0; i < times; i++) {
            ledger.send(new Pay("a", 1));
            ledger.send(new Pay("b", 10));
        }
    }

    private static List<Long> rows(Thence ledger) {
        return ledger.query(PAYMENTS).upTo(ledger.store().head())
                .list("select many from payments order by account", row -> row.number("many"));
    }

    @Test
    void answersAreTheSameAfterBooksWereClosedAndTheLogWasCompactedAndCopied() {
        var directory = folder.resolve("ledger");
        try (var ledger = run(new FileDisk(directory))) {
            pay(ledger, 100);
            assertThat(rows(ledger)).containsExactly(100L, 100L);
            var closed = ledger.closeBooks(BALANCE, "a", cents -> List.of(new Carried("a", cents)));
            assertThat(closed).isInstanceOf(Outcome.Accepted.class);
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(100);
            pay(ledger, 5);
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(105);
            var compaction = ledger.compact(AT_ONCE);
            assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
            assertThat(compaction.progress().failure()).isEmpty();
            assertThat(compaction.progress().removed()).isBetween(90L, 100L);
            assertThat(compaction.toString()).matches("compaction, over: (\\d+) of \\1 sealed segments looked at,"
                    + " [1-9]\\d* written anew, (9\\d|100) events removed");
            ledger.send(new Pay("a", 1));
            assertThat(ledger.backup(folder.resolve("backup")).head()).isEqualTo(ledger.store().head().number());
        }
        try (var ledger = run(new FileDisk(directory))) {
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(106);
            assertThat(ledger.read(BALANCE, "b")).isEqualTo(1_050);
            assertThat(rows(ledger)).as("the view stays").containsExactly(106L, 105L);
        }
        var back = new MemoryDisk();
        new Restore(new SystemWorld(), new FileDisk(folder.resolve("backup")), back).run((_, _) -> {});
        back.close();
        try (var ledger = run(back)) {
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(106);
            assertThat(ledger.read(BALANCE, "b")).isEqualTo(1_050);
        }
    }

    private static void closeAndCompact(Thence ledger, Duration commandIds) {
        ledger.closeBooks(BALANCE, "a", cents -> List.of(new Carried("a", cents)));
        pay(ledger, 100); // so that the segment is sealed
        rows(ledger); // what a projection has not taken in stays
        var compaction = ledger.compact(new CompactionSettings(Duration.ZERO, commandIds, List.of()));
        assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
        assertThat(compaction.progress().failure()).isEmpty();
    }

    @Test
    void aCommandWhoseEventsWereTruncatedAndCompactedIsAnsweredAsTheFirstTime() {
        var disk = new MemoryDisk();
        var once = Send.as("once");
        try (var ledger = run(disk)) {
            pay(ledger, 1);
            assertThat(ledger.send(new Pay("a", 7), once))
                    .isEqualTo(new Outcome.Accepted(at(ledger, 3), at(ledger, 3), 1, false));
            closeAndCompact(ledger, Duration.ofDays(30));
            assertThat(ledger.store().isRemoved(at(ledger, 3))).as("its event is gone").isTrue();
            assertThat(ledger.store().find(new EventId("once/0"))).isEmpty();
        }
        for (int life = 0; life < 2; life++) {
            try (var ledger = run(disk)) {
                long head = ledger.store().head().number();
                assertThat(ledger.send(new Pay("a", 7), once))
                        .isEqualTo(new Outcome.Accepted(at(ledger, 3), at(ledger, 3), 1, true));
                assertThat(ledger.send(new Pay("a", 8), once)).as("another content")
                        .isEqualTo(new Outcome.IdReused(new CommandId("once"), at(ledger, 3)));
                assertThat(ledger.store().head().number()).as("nothing is written").isEqualTo(head);
                assertThat(ledger.read(BALANCE, "a")).as("1, 7 and 100 more").isEqualTo(108);
            }
        }
    }

    @Test
    void aCommandIsDoneAnewWhenItIsRememberedNoMore() {
        var once = Send.as("once");
        try (var ledger = run(new MemoryDisk())) {
            ledger.send(new Pay("a", 7), once);
            closeAndCompact(ledger, Duration.ZERO);
            long head = ledger.store().head().number();
            assertThat(ledger.send(new Pay("a", 7), once))
                    .isEqualTo(new Outcome.Accepted(at(ledger, head + 1), at(ledger, head + 1), 1, false));
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(7 + 100 + 7);
        }
    }

    private static Position at(Thence ledger, long number) {
        return new Position(ledger.store().lineage(), number);
    }

    @Test
    void aPaymentThatComesBetweenIsInTheSummary() {
        try (var ledger = run(new MemoryDisk())) {
            pay(ledger, 3);
            var asked = new int[1];
            var closed = ledger.closeBooks(BALANCE, "a", cents -> {
                if (asked[0]++ == 0) {
                    ledger.send(new Pay("a", 50));
                }
                return List.of(new Carried("a", cents));
            });
            assertThat(closed).isInstanceOf(Outcome.Accepted.class);
            assertThat(asked[0]).isEqualTo(2);
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(53);
            assertThat(ledger.closeBooks(BALANCE, "b", _ -> List.of())).isInstanceOf(Outcome.Accepted.class);
            assertThat(ledger.read(BALANCE, "b")).isZero();
        }
    }

    @Test
    void aSummaryThatIsNotFiledUnderTheKeyIsRefused() {
        try (var ledger = run(new MemoryDisk())) {
            pay(ledger, 3);
            assertThatThrownBy(() -> ledger.closeBooks(BALANCE, "a", cents -> List.of(new Carried("b", cents))))
                    .isInstanceOf(BadRequest.class).hasMessageContaining("account/a");
            assertThatThrownBy(() -> ledger.closeBooks(BALANCE, "a", _ -> List.of(new Noted("closed"))))
                    .isInstanceOf(BadRequest.class).hasMessageContaining("noted");
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(3);
        }
    }

    @Test
    void aSummaryOfWhatTheFoldDoesNotSayIsRefused() {
        var closed = BALANCE.closedBy(Carried.class);
        try (var ledger = run(new MemoryDisk())) {
            pay(ledger, 3);
            assertThatThrownBy(() -> ledger.closeBooks(closed, "a", _ -> List.of(new Paid("a", 3))))
                    .isInstanceOf(BadRequest.class).hasMessageContaining("the summary of account/a has a Paid, by which"
                            + " the fold (io.thence.run.KeepingTest(KeepingTest.java:")
                    .hasMessageContaining("add it to closedBy(..); nothing was written");
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(3);
            assertThat(ledger.closeBooks(closed, "a", cents -> List.of(new Carried("a", cents))))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThat(ledger.read(BALANCE, "a")).isEqualTo(3);
        }
    }
}
