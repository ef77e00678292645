// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Position;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.PartStopped;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.Desk;
import io.thence.bank.MovedWorld;
import io.thence.bank.PassingStore;
import io.thence.store.EventReader;
import io.thence.store.EventStore;
import io.thence.store.Query;
import io.thence.view.ViewDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.view.Books.PLAIN;
import static io.thence.view.Books.REBUILT;
import static io.thence.view.Books.UNDOING;
import static io.thence.view.Books.balances;
import static io.thence.view.Books.passedOver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A view follows annulments: it undoes what it has taken in, or begins again, and passes over what lies ahead. */
class AnnulledViewsTest {

    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void what_was_taken_in_is_undone() {
        books.bookings();
        var view = books.view(UNDOING);
        books.run(view);
        books.annul("c1/0", "c3/0");
        books.run(view);
        assertThat(balances(view)).containsExactly("a 40 undone 2", "b 7 undone 0");
        view.ended();
    }

    @Test
    void what_lies_ahead_is_passed_over() {
        books.bookings();
        books.annul("c1/0");
        for (var projection : List.of(UNDOING, REBUILT, PLAIN)) {
            var view = books.view(projection);
            books.run(view);
            assertThat(balances(view)).containsExactly("a 38 undone 0", "b 7 undone 0");
            view.ended();
            books.disk.setAside("balances-v1");
        }
    }

    @Test
    void what_was_passed_over_is_known_after_a_stop_before_its_annulment() throws SQLException {
        books.bookings();
        books.annul("c1/0");
        for (var projection : List.of(UNDOING, REBUILT)) {
            var view = books.view(projection);
            books.step(view);
            books.step(view);
            view.ended();
            var second = books.view(projection);
            assertThat(second.progress().upTo()).isEqualTo(2);
            assertThat(passedOver(second)).isOne();
            books.run(second);
            assertThat(second.progress().upTo()).isEqualTo(5);
            assertThat(passedOver(second)).as("it has met the annulment").isZero();
            assertThat(balances(second)).containsExactly("a 38 undone 0", "b 7 undone 0");
            second.ended();
            books.disk.setAside("balances-v1");
        }
    }

    @Test
    void what_was_taken_in_before_a_stop_is_undone_after_it() {
        books.bookings();
        var view = books.view(UNDOING);
        books.step(view);
        books.step(view);
        view.ended();
        books.annul("c1/0", "c4/0");
        var second = books.view(UNDOING);
        books.run(second);
        assertThat(balances(second)).as("c1 was in the tables, c4 was not").containsExactly("a -2 undone 1",
                "b 7 undone 0");
        second.ended();
    }

    @Test
    void what_nothing_undoes_is_built_anew() {
        books.bookings();
        for (var projection : List.of(REBUILT, PLAIN)) {
            books.disk.setAside("balances-v1");
            var view = books.view(projection);
            books.run(view);
            var id = projection.equals(REBUILT) ? "c1/0" : "c2/0";
            books.annul(id);
            assertThat(books.step(view)).as("it has seen the annulment, and begun again").isTrue();
            assertThat(view.isRebuilding()).isTrue();
            assertThatThrownBy(() -> balances(view)).isInstanceOf(Behind.class)
                    .hasMessageContaining("and is rebuilding");
            books.run(view);
            assertThat(balances(view)).containsExactlyElementsOf(projection.equals(REBUILT)
                    ? List.of("a 38 undone 0", "b 7 undone 0") : List.of("a 38 undone 0"));
            view.ended();
            var again = books.view(projection);
            assertThat(again.progress().upTo()).as("it need not be built once more").isEqualTo(books.desk.head());
            again.ended();
        }
    }

    @Test
    void an_event_that_comes_with_its_annulment_is_not_taken_in() {
        books.bookings();
        var view = new SqlView(REBUILT, books.desk.in(new MovedWorld(books.nanos)), ViewDatabases.embedded(books.disk));
        books.run(view);
        books.desk.send("c5", new Deposit("a", 1_000));
        books.annul("c5/0");
        books.run(view);
        assertThat(view.headAtStart()).as("it did not begin again").isEqualTo(4);
        assertThat(balances(view)).containsExactly("a 43 undone 0", "b 7 undone 0");
        view.ended();
    }

    @Test
    void an_event_that_a_view_does_not_read_does_not_disturb_it() {
        books.desk.send("n", new Note("x"));
        books.bookings();
        var view = books.view(PLAIN);
        books.run(view);
        books.annul("n/0");
        books.run(view);
        assertThat(view.progress().upTo()).isEqualTo(6);
        assertThat(balances(view)).containsExactly("a 43 undone 0", "b 7 undone 0");
        view.ended();
    }

    /** It cannot be read any more. */
    private static final class Lost extends PassingStore {
        private long position;

        Lost(EventStore store) {
            super(store);
        }

        @Override
        public EventReader read(Query query, Position from, Direction direction) {
            return position > 0 && query.equals(Query.ALL) && from.number() == position - 1
                    ? Optional::empty : super.read(query, from, direction);
        }
    }

    @Test
    void what_is_gone_before_it_could_be_undone_stops_the_view() {
        books.bookings();
        var lost = new Lost(books.desk.store());
        var view = new SqlView(UNDOING, Desk.on(Bank.APPLICATION, lost, 0).in(new MovedWorld(books.nanos)),
                ViewDatabases.embedded(books.disk));
        books.run(view);
        books.annul("c1/0");
        lost.position = 1;
        books.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        view.step();
        assertThat(view.progress().failure()).isInstanceOf(PartStopped.class)
                .hasMessageContaining("raise its version").rootCause()
                .hasMessageContaining("event c1/0, position 1, which is to be undone, was removed from the log");
        view.ended();
    }
}
