// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Annulled;
import io.thence.EventId;
import io.thence.Fold;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Outcome.Accepted;
import io.thence.Outcome.Refused;
import io.thence.ThenceException.BadRequest;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Move;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Open;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.Desk;
import io.thence.bank.PassingStore;
import io.thence.event.Annulments;
import io.thence.log.CompactionSettings;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.EventStore;
import io.thence.store.Truncation;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is annulled is in no state, hot or not, and no decision stands that was made on it. */
class AnnulledStatesTest {

    private static final KeyValue A = new KeyValue("account", "a");

    private final Desk desk = Desk.open(new MemoryDisk());

    @AfterEach
    void close() {
        desk.close();
    }

    private static Annulled annul(EventStore store, String... ids) {
        return new Annulling(store, Origin.of("test"), _ -> {})
                .annul(Annulling.Which.of(Stream.of(ids).map(EventId::new).toList()), "anna", "by mistake");
    }

    private static List<String> texts(List<EventId> ids) {
        return ids.stream().map(EventId::text).toList();
    }

    @Test
    void a_hot_state_is_folded_anew_without_them() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("a", 7));
        desk.send("c3", new Withdraw("a", 1));
        assertThat(desk.balance("a")).isEqualTo(11);

        annul(desk.store(), "c1/0");

        assertThat(desk.balance("a")).isEqualTo(6);
        desk.send("c4", new Deposit("a", 100));
        annul(desk.store(), "c3/0", "c4/0");
        assertThat(desk.balance("a")).isEqualTo(7);
        assertThat(desk.besides().balance("a")).as("folded from the beginning").isEqualTo(7);
    }

    @Test
    void an_event_is_annulled_under_all_its_keys() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Move("a", "b", 3));
        assertThat(List.of(desk.balance("a"), desk.balance("b"))).containsExactly(2L, 3L);

        annul(desk.store(), "c2/0");

        assertThat(List.of(desk.balance("a"), desk.balance("b"))).containsExactly(5L, 0L);
    }

    @Test
    void a_decision_that_was_made_on_them_is_made_again() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("a", 7));
        var done = new AtomicBoolean();
        var overtaken = Desk.on(Bank.APPLICATION, PassingStore.before(desk.store(), _ -> {
            if (!done.getAndSet(true)) {
                annul(desk.store(), "c2/0");
            }
        }), 1 << 20);

        assertThat(overtaken.send("c3", new Withdraw("a", 6))).isInstanceOf(Refused.class);
        assertThat(overtaken.send("c4", new Withdraw("a", 5))).isInstanceOf(Accepted.class);
        assertThat(overtaken.commands().conflicts()).isEqualTo(1);
        assertThat(desk.balance("a")).isZero();
    }

    @Test
    void a_step_that_cannot_bear_an_event_does_not_see_it_any_more() {
        var unlucky = Fold.by(Bank.ACCOUNT).from(0L).on(Deposited.class, (cents, event) -> {
            if (event.cents() == 13) {
                throw new IllegalStateException("thirteen");
            }
            return cents + event.cents();
        });
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("a", 13));
        assertThatThrownBy(() -> desk.folder().state(unlucky, "a")).hasMessage("thirteen");

        annul(desk.store(), "c1/0");
        assertThatThrownBy(() -> desk.folder().state(unlucky, "a")).as("another one").hasMessage("thirteen");

        annul(desk.store(), "c2/0");
        assertThat(desk.folder().state(unlucky, "a")).isZero();
    }

    @Test
    void once_is_enough() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("b", 7));
        var first = annul(desk.store(), "c1/0");
        assertThat(texts(first.events())).containsExactly("c1/0");
        assertThat(first.before()).isEmpty();
        assertThat(first.position().number()).isEqualTo(3);

        var again = annul(desk.store(), "c1/0", "c1/0");
        assertThat(again).isEqualTo(new Annulled(first.position(), List.of(), first.events()));
        assertThat(desk.head()).isEqualTo(3);

        var both = annul(desk.store(), "c2/0", "c1/0");
        assertThat(texts(both.events())).containsExactly("c2/0");
        assertThat(texts(both.before())).containsExactly("c1/0");
        assertThat(Annulments.of(desk.store(), 2).orElseThrow().number()).isEqualTo(4);
        assertThat(Annulments.read(Annulments.of(desk.store(), 1).orElseThrow()).why()).isEqualTo("by mistake");
        assertThat(Annulments.of(desk.store(), 3)).isEmpty();
    }

    @Test
    void of_two_who_annul_at_once_one_is_told_of_the_other() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Deposit("a", 7));
        var done = new AtomicBoolean();
        var overtaken = PassingStore.before(desk.store(), _ -> {
            if (!done.getAndSet(true)) {
                annul(desk.store(), "c2/0");
            }
        });

        var second = annul(overtaken, "c1/0", "c2/0");

        assertThat(texts(second.events())).containsExactly("c1/0");
        assertThat(texts(second.before())).containsExactly("c2/0");
        assertThat(desk.balance("a")).isZero();
    }

    private void refused(String message, String... ids) {
        long head = desk.head();
        assertThatThrownBy(() -> annul(desk.store(), ids)).isInstanceOf(BadRequest.class)
                .hasMessageContaining(message);
        assertThat(desk.head()).as("nothing was written").isEqualTo(head);
    }

    @Test
    void what_cannot_be_annulled_is_said() {
        desk.send("c1", new Deposit("a", 5));
        desk.send("c2", new Note("under no key"));
        refused("no event is found by the id c9/0: check the id", "c1/0", "c9/0");
        refused("event c1/0#2 is a piece of event c1/0, which can only be annulled as a whole: name that", "c1/0#2");
        refused("0 events cannot be annulled at once: name 1 to 1000");
        refused("1001 events cannot be annulled at once",
                IntStream.rangeClosed(0, 1_000).mapToObj(i -> "c/" + i).toArray(String[]::new));
        var annulling = new Annulling(desk.store(), Origin.of("test"), _ -> {});
        var one = Annulling.Which.of(List.of(new EventId("c1/0")));
        assertThatThrownBy(() -> annulling.annul(one, " ", "why")).hasMessage("an annulment says who and why for ever:"
                + " who says so has 1 to 2000 characters, not 0");
        assertThatThrownBy(() -> annulling.annul(one, "anna", "w".repeat(2_001))).hasMessageContaining("not 2001");

        annul(desk.store(), "c2/0");
        desk.store().append(Append.of(List.of(Truncation.all(A).identified(new EventId("t"))), Origin.of("test")));
        refused("event c1/0 at position 1 was truncated under [account/a]", "c1/0");
        refused("event t is a thence.truncated, one of the library's own", "t");
    }

    /** As the summary of closed books, which is of no command. */
    @Test
    void an_event_whose_id_the_store_has_made_is_annulled_by_its_position() {
        var summary = desk.codec().encode(new Deposited("a", 5));
        desk.store().append(Append.of(List.of(summary, summary), Origin.of("test")));
        desk.send("c1", new Deposit("a", 20));
        var annulling = new Annulling(desk.store(), Origin.of("test"), _ -> {});

        var annulled = annulling.annul(new Annulling.Which(List.of(new EventId("c1/0")), List.of(3L, 2L)), "anna",
                "no");

        assertThat(annulled.events()).hasSize(2).last().isEqualTo(new EventId("c1/0"));
        assertThat(desk.balance("a")).isEqualTo(5);
        assertThat(annulling.annul(new Annulling.Which(List.of(), List.of(2L)), "anna", "no").before())
                .isEqualTo(annulled.events().subList(0, 1));
        for (long none : new long[] {-1, 0, 5}) {
            var which = new Annulling.Which(List.of(), List.of(1L, none));
            assertThatThrownBy(() -> annulling.annul(which, "anna", "no")).isInstanceOf(BadRequest.class)
                    .hasMessage("the log has no event at position " + none + ": it was removed, or has not happened;"
                            + " the head is 4");
        }
        var own = new Annulling.Which(List.of(), List.of(4L));
        assertThatThrownBy(() -> annulling.annul(own, "anna", "no")).hasMessageContaining("one of the library's own");
        assertThat(desk.store().head().number()).isEqualTo(4);
    }

    @Test
    void an_event_that_is_let_go_of_under_one_of_its_keys_is_annulled_under_the_others() {
        desk.send("c1", new Open("a", "ann"));
        desk.store().append(Append.of(List.of(Truncation.tombstone(A)), Origin.of("test")));
        assertThat(desk.folder().state(Bank.ACCOUNTS_HELD, "ann")).isEqualTo(1);

        annul(desk.store(), "c1/0");

        assertThat(desk.folder().state(Bank.ACCOUNTS_HELD, "ann")).isZero();
        assertThat(Annulments.of(desk.store(), 1).orElseThrow().keys())
                .containsExactly(new KeyValue("owner", "ann"), Annulments.key(1));
    }

    /** So small that each event is in a segment of its own, or nearly. */
    private static final LogSettings TINY = new LogSettings(1 << 10, 512, 512, 16, 64, 512, 64);

    @Test
    void an_annulment_outlives_what_it_annuls() {
        try (var store = LogStore.open(new SystemWorld(), new MemoryDisk(), TINY)) {
            var tiny = Desk.on(Bank.APPLICATION, store, 1 << 20);
            tiny.send("c1", new Deposit("a", 5));
            tiny.send("c2", new Move("a", "b", 3));
            annul(store, "c1/0", "c2/0");
            tiny.send("c3", new Deposit("a", 2));
            store.append(Append.of(List.of(Truncation.all(A)), Origin.of("test")));
            for (int i = 0; i < 10; i++) {
                tiny.send(new Deposit("filler", 1));
            }
            var compaction = store.compact(new CompactionSettings(Duration.ZERO, Duration.ZERO, List.of()));
            assertThat(compaction.await(Duration.ofMinutes(1))).isTrue();
            assertThat(compaction.progress().removed()).isEqualTo(2);

            for (var each : List.of(tiny, Desk.on(Bank.APPLICATION, store, 0))) {
                assertThat(each.balance("a")).isZero();
                assertThat(each.balance("b")).as("the annulled event and its annulment are still there").isZero();
            }
            assertThat(Annulments.of(store, 1)).isPresent();
            assertThatThrownBy(() -> annul(store, "c1/0")).hasMessageContaining("no event is found by the id c1/0");
        }
    }
}
