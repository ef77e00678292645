// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.MemoryProjection;
import io.thence.Position;
import io.thence.Projection;
import io.thence.ThenceException.Behind;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.MovedWorld;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model in memory is made anew when an event is annulled that it has taken in. */
class AnnulledModelsTest {

    private final Books books = new Books();

    @AfterEach
    void close() {
        books.close();
    }

    private static final MemoryProjection<Map<String, Long>> MODEL =
            Projection.<Map<String, Long>>inMemory("model", TreeMap::new)
                    .on(Deposited.class, (model, e) -> model.merge(e.account(), e.cents(), Long::sum));

    private MemoryView<Map<String, Long>> model() {
        return new MemoryView<>(MODEL, books.slow.in(new MovedWorld(books.nanos)));
    }

    private static String now(MemoryView<Map<String, Long>> view) {
        return view.read(Object::toString);
    }

    private static void run(MemoryView<?> view) {
        while (view.step()) {
            assertThat(view.progress().failure()).isNull();
        }
    }

    @Test
    void a_model_is_made_anew_step_by_step_while_the_one_before_is_served() {
        books.bookings();
        var view = model();
        run(view);
        books.annul("c1/0");
        books.desk.send("c5", new Deposit("a", 100));
        assertThat(view.step()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(view.step()).isTrue();
            assertThat(view.isRebuilding()).isTrue();
            assertThat(now(view)).isEqualTo("{a=45, b=7}");
            assertThatThrownBy(() -> MemoryQuery.of(view).within(Duration.ZERO)
                    .upTo(new Position(books.desk.store().lineage(), 5)).read(Object::toString))
                    .isInstanceOf(Behind.class).hasMessageContaining("and is rebuilding");
        }
        run(view);
        assertThat(view.isRebuilding()).isFalse();
        assertThat(view.progress().upTo()).isEqualTo(6);
        assertThat(now(view)).isEqualTo("{a=140, b=7}");
        view.ended();
    }

    @Test
    void who_is_forgotten_while_a_model_is_made_anew_waits_for_the_next_one() {
        books.bookings();
        var view = model();
        run(view);
        books.annul("c1/0");
        view.step();
        view.step();
        var done = new Signal();
        var forgotten = books.desk.send("c5", new Deposit("a", 1)).position().number();
        view.clear(forgotten, done);
        long steps = 0;
        while (view.clearedUpTo() < forgotten) {
            assertThat(view.step()).isTrue();
            steps++;
        }
        assertThat(steps).as("one model was made to its end, and another from the first event").isGreaterThan(8);
        assertThat(now(view)).isEqualTo("{a=41, b=7}");
        view.ended();
    }

    @Test
    void what_is_annulled_while_a_model_is_made_anew_is_not_in_it_either() {
        books.bookings();
        var view = model();
        run(view);
        books.annul("c1/0");
        view.step();
        view.step();
        view.step();
        books.annul("c2/0");
        run(view);
        assertThat(now(view)).isEqualTo("{a=40}");
        view.ended();
    }
}
