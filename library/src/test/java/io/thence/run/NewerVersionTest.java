// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Event;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Part;
import io.thence.Projection;
import io.thence.Reaction;
import io.thence.ThenceException.Undecodable;
import io.thence.Visibility;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Noted;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Newer code beside this one writes a newer version of an event: what each part makes of it. */
class NewerVersionTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final Projection BALANCES = Projection.sql("balances", 1,
                    "create table balances (account varchar primary key, cents bigint default 0)")
            .on(Deposited.class, (db, e) -> db.row("balances", e.account()).add("cents", e.cents()));

    private static final MemoryProjection<TreeMap<String, Long>> SUMS =
            Projection.inMemory("sums", TreeMap<String, Long>::new)
                    .on(Deposited.class, (sums, e) -> sums.merge(e.account(), e.cents(), Long::sum));

    private static final Reaction THANKS = Reaction.named("thanks").sending(Note.class)
            .on(Deposited.class, (e, out) -> out.send(new Note(e.account() + " " + e.cents())));

    /** Three of key b, of which the second is of a version that is not known here, and then one of a. */
    private static Thence run(Part... parts) {
        var bank = Thence.run(Application.named("bank").with(Bank.EVENTS, Bank.COUNTER, Bank.NOTING).with(parts),
                Engine.inMemory());
        bank.store().append(Append.of(List.of(deposited(1), deposited(2), deposited(1)), Origin.of("newer code")));
        bank.send(new Deposit("a", 7));
        return bank;
    }

    private static NewEvent deposited(int version) {
        return NewEvent.of("account.deposited", version, List.of(new KeyValue("account", "b")),
                "{\"account\":\"b\",\"cents\":100}".getBytes(StandardCharsets.UTF_8));
    }

    private static String refusal(Thence bank) {
        try (var reader = bank.store().read(Query.ALL, bank.store().head(), Direction.BACKWARDS)) {
            var id = reader.list(9).stream().filter(event -> event.version() == 2).findFirst().orElseThrow().id();
            return "event " + id + " (account.deposited) at position 2 is of version 2, this application knows up to 1:"
                    + " use a newer version of it";
        }
    }

    private static void assertParked(Visibility visibility, String refusal) {
        assertThat(visibility).isInstanceOfSatisfying(Visibility.Blocked.class, blocked -> {
            assertThat(blocked.by().key()).isEqualTo(new KeyValue("account", "b"));
            assertThat(blocked.by().position()).isEqualTo(2);
            assertThat(blocked.by().failure()).isEqualTo(Undecodable.class.getName());
            assertThat(blocked.by().message()).isEqualTo(refusal);
        });
    }

    @Test
    void tables_park_its_key_and_other_keys_go_on() {
        try (var bank = run(BALANCES)) {
            var query = bank.query(BALANCES).upTo(bank.store().head()).within(LONG);
            assertThat(query.list("select * from balances order by 1", row -> row.text("account") + " "
                    + row.number("cents"))).containsExactly("a 7", "b 100");
            assertParked(query.wholePrefix().visibility(), refusal(bank));
            assertThat(query.after(bank.send(new Deposit("a", 1))).visibility()).isEqualTo(new Visibility.Seen());
        }
    }

    @Test
    void a_model_parks_its_key_and_other_keys_go_on() {
        try (var bank = run(SUMS)) {
            var query = bank.query(SUMS).upTo(bank.store().head()).within(LONG);
            assertThat(query.<Map<String, Long>>read(Map::copyOf)).isEqualTo(Map.of("a", 7L, "b", 100L));
            assertParked(query.wholePrefix().visibility(), refusal(bank));
            assertThat(query.after(bank.send(new Deposit("a", 1))).visibility()).isEqualTo(new Visibility.Seen());
        }
    }

    @Test
    void a_reaction_has_it_as_a_dead_letter_that_says_what_to_do() {
        try (var bank = run(THANKS)) {
            assertThat(bank.await(THANKS, bank.store().head(), LONG)).isTrue();
            assertThat(bank.deadLetters(THANKS).list()).singleElement().satisfies(letter -> {
                assertThat(letter.position()).isEqualTo(2);
                assertThat(letter.message()).contains(refusal(bank));
            });
            try (var notes = bank.events(Query.types(Set.of("note.made"))).stream()) {
                assertThat(notes.<Object>map(Event::data)).as("what comes later of its key waits")
                        .containsExactlyInAnyOrder(new Noted("b 100"), new Noted("a 7"));
            }
        }
    }
}
