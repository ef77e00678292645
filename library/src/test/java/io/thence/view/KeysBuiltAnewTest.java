// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.KeyValue;
import io.thence.Parked;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.Visibility;
import io.thence.bank.BankCommand.Deposit;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.thence.view.Books.PLAIN;
import static io.thence.view.Books.balances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A key begins to be built anew: what those see who read it just then, wait for it, or open its tables in between. */
class KeysBuiltAnewTest {

    private static final KeyValue A = new KeyValue("account", "a");
    private static final Parked ANEW = new Parked(A, 1, Parked.ANEW, "");

    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    private SqlView upToDate() {
        books.bookings();
        var view = books.view(PLAIN);
        books.run(view);
        return view;
    }

    /** {@code first} is done when all is ready to let go of what the key changed. */
    private static void wish(SqlView view, Runnable first) {
        var rebuild = view.rebuild(A);
        rebuild.lane().lane().wishes().wish(A, next -> {
            first.run();
            rebuild.target().clear(A, next);
        }, new Signal());
    }

    private static ViewQuery ask(SqlView view) {
        return ViewQuery.of(view).within(Duration.ZERO);
    }

    @Test
    void who_was_about_to_read_what_is_let_go_of_asks_again() {
        var view = upToDate();
        var outcome = books.desk.send(new Deposit("a", 1));
        books.run(view);
        var asked = new AtomicInteger();
        var question = ask(view).after(outcome);
        assertThatThrownBy(() -> question.list("select cents from balances where account = 'a'", row -> {
            wish(view, () -> {});
            books.step(view);
            return asked.incrementAndGet();
        })).isInstanceOf(Behind.class).hasMessageContaining("and is rebuilding");
        books.run(view);
        assertThat(question.list("select cents from balances where account = 'a'", row -> {
            if (asked.incrementAndGet() == 2) {
                wish(view, () -> {});
                books.run(view);
            }
            return row.number("cents");
        })).containsExactly(44L);
        assertThat(asked).as("one answer in vain, and then two").hasValue(3);
        view.ended();
    }

    @Test
    void all_know_of_it_before_anything_is_let_go_of() {
        var view = upToDate();
        wish(view, () -> {
            assertThat(view.parked()).containsExactly(ANEW);
            assertThat(view.clearings()).isOne();
        });
        books.run(view);
        assertThat(view.clearings()).isOne();
        assertThat(balances(view)).containsExactly("a 43 undone 0", "b 7 undone 0");
        view.ended();
    }

    @Test
    void who_waits_for_a_key_that_cannot_even_be_begun_is_told() {
        var view = upToDate();
        long changes = view.progress().changes();
        wish(view, () -> {
            throw new BadRequest("no");
        });
        books.step(view);
        assertThat(view.parked()).isEmpty();
        assertThat(view.progress().changes()).as("for a moment it was parked").isEqualTo(changes + 1);
        view.ended();
    }

    @Test
    void other_keys_are_read_at_once_where_it_goes_on_after_a_start() {
        books.bookings();
        var own = books.desk.send(new Deposit("a", 1));
        var other = books.desk.send(new Deposit("b", 1));
        var view = books.view(PLAIN);
        books.run(view);
        wish(view, () -> {});
        books.step(view);
        view.ended();
        var again = books.view(PLAIN);
        assertThat(again.parked()).containsExactly(ANEW);
        assertThat(ask(again).after(other).visibility()).isEqualTo(new Visibility.Seen());
        assertThat(ask(again).after(own).visibility()).isInstanceOf(Visibility.Rebuilding.class);
        assertThat(again.isRebuilding()).isFalse();
        books.run(again);
        assertThat(balances(again)).containsExactly("a 44 undone 0", "b 8 undone 0");
        again.ended();
    }
}
