// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Position;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankCommand.Withdraw;
import io.thence.bank.Desk;
import io.thence.store.EventStore.Direction;
import io.thence.world.MemoryDisk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How far a reader is behind: events of its own types, and the age of the first. */
class LagTest {

    private static final Query DEPOSITS = Query.types(Set.of("account.deposited"));

    private final Desk desk = Desk.open(new MemoryDisk());

    @BeforeEach
    void write() {
        desk.send(new Deposit("a", 1));
        desk.send(new Note("nothing that it reads"));
        desk.send(new Deposit("a", 2));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private Instant appended(long position) {
        var before = new Position(desk.store().lineage(), position - 1);
        try (var events = desk.store().read(Query.ALL, before, Direction.FORWARDS)) {
            return events.next().orElseThrow().stamp().instant();
        }
    }

    @Test
    void the_first_event_that_is_not_taken_in_says_how_old_the_lag_is() {
        var now = appended(1).plusSeconds(60);
        assertThat(Lag.of(desk.store(), DEPOSITS, 0, now)).isEqualTo(new Lag(2, Duration.ofSeconds(60)));
        var later = appended(3).plusSeconds(5);
        assertThat(Lag.of(desk.store(), DEPOSITS, 1, later)).isEqualTo(new Lag(1, Duration.ofSeconds(5)));
        assertThat(Lag.of(desk.store(), DEPOSITS, 3, later)).isEqualTo(Lag.NONE);
        assertThat(Lag.of(desk.store(), DEPOSITS, 0, appended(1).minusSeconds(9))).as("a clock that went back")
                .isEqualTo(new Lag(2, Duration.ZERO));
    }

    @Test
    void what_is_filed_under_a_key_counts_and_what_others_file_does_not() {
        for (int i = 0; i < 5; i++) {
            desk.send(new Deposit("b", 1));
            desk.send(new Deposit("a", 1));
            desk.send(new Withdraw("a", 1));
        }
        long head = desk.head();
        var ofB = term("account.deposited", "b");
        assertThat(behind(0, ofB)).isEqualTo(5);
        assertThat(behind(head - 3, ofB)).isEqualTo(1);
        assertThat(behind(head - 2, ofB)).isZero();
        assertThat(behind(0, ofB, term("account.withdrawn", "a"))).isEqualTo(10);
        assertThat(behind(0, ofB, ofB, ofB)).as("no more than there are of their type").isEqualTo(10);
        assertThat(behind(0, term("account.deposited", "nobody"))).isZero();
    }

    private static Query.Term term(String type, String account) {
        return new Query.Term(Set.of(type), List.of(Bank.ACCOUNT.value(account)));
    }

    private long behind(long upTo, Query.Term... terms) {
        return Lag.of(desk.store(), new Query(List.of(terms)), upTo, Instant.EPOCH).events();
    }
}
