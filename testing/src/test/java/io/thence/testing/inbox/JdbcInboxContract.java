// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.inbox;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Decision;
import io.thence.Events;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.inbox.JdbcInbox;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.contract.InboxContract;
import io.thence.testing.sim.PassingWorld;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An inbox whose effects are rows beside it, and what it owes beyond that. */
abstract class JdbcInboxContract extends InboxContract<Connection> {

    record Order(String order) {}

    record Ordered(String order) {}

    private static final Events<Ordered> EVENTS = Events.of(Ordered.class).type("shop.ordered", Ordered.class);
    private static final Decider<Order, Ordered> ORDERING = Decider.of(Order.class, EVENTS)
            .decide(c -> Decision.accept(new Ordered(c.order())));

    private volatile Duration later = Duration.ZERO;

    /** The real world, later. */
    private final class Later implements PassingWorld {
        private final World world = new SystemWorld();

        @Override
        public World world() {
            return world;
        }

        @Override
        public Instant now() {
            return world.now().plus(later);
        }
    }

    /** Connections to a database in which a test begins with no table. */
    abstract DataSource source();

    @BeforeEach
    void begin() throws SQLException {
        change("drop table if exists thence_inbox");
        change("drop table if exists effects");
        change("create table effects (text varchar(2000))");
        inbox().create();
        inbox().create(); // it is there already
    }

    private void change(String sql) throws SQLException {
        try (var connection = source().getConnection(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    protected JdbcInbox inbox() {
        return JdbcInbox.in(source()).by(new Later());
    }

    @Override
    protected void effect(Connection with, String text) throws SQLException {
        try (var insert = with.prepareStatement("insert into effects values (?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        }
    }

    @Override
    protected List<String> effects() throws SQLException {
        var effects = new ArrayList<String>();
        try (var connection = source().getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select text from effects")) {
            while (rows.next()) {
                effects.add(rows.getString(1));
            }
        }
        return effects;
    }

    private long known() throws SQLException {
        try (var connection = source().getConnection(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from thence_inbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void in_a_transaction_of_the_callers_own_both_stay_or_none() throws SQLException {
        var inbox = inbox();
        try (var connection = source().getConnection()) {
            assertThatThrownBy(() -> inbox.handled(connection, "billing", "m1")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("call setAutoCommit(false)");
            connection.setAutoCommit(false);
            assertThat(inbox.handled(connection, "billing", "m1")).isFalse();
            effect(connection, "rolled back");
            connection.rollback();
            assertThat(inbox.handled(connection, "billing", "m1")).isFalse();
            effect(connection, "one");
            assertThat(inbox.handled(connection, "billing", "m1")).as("in the same transaction").isTrue();
            effect(connection, "the transaction goes on");
            connection.commit();
            assertThat(inbox.handled(connection, "billing", "m1")).isTrue();
            assertThat(inbox.handled(connection, "billing", "m2")).isFalse();
            connection.rollback();
        }
        assertThat(effects()).containsExactly("one", "the transaction goes on");
    }

    /** It is handled again after it has committed, as after a crash. */
    @Test
    void a_reaction_writes_once_however_often_an_event_is_handled() throws SQLException {
        var attempts = new AtomicInteger();
        var biller = Reaction.named("biller").policy(Policy.DEFAULT.resting(Duration.ofMillis(1), Duration.ofMillis(1)))
                .on(Ordered.class, (ordered, out) -> {
                    inbox().once("billing", out.id("bill").toString(), with -> effect(with, ordered.order()));
                    if (attempts.incrementAndGet() % 3 != 0) {
                        throw new IllegalStateException("after the commit");
                    }
                });
        try (var shop = Thence.run(Application.named("shop").with(EVENTS, ORDERING, biller), Engine.inMemory())) {
            shop.send(new Order("o-1"));
            assertThat(shop.await(biller, shop.send(new Order("o-2")).position(), Duration.ofMinutes(1))).isTrue();
            assertThat(shop.deadLetters(biller).list()).isEmpty();
        }
        assertThat(attempts).hasValue(6);
        assertThat(effects()).containsExactly("o-1", "o-2");
    }

    @Test
    void what_the_database_forbids_for_another_reason_was_not_handled_before() throws SQLException {
        change("alter table thence_inbox add constraint no_poison check (message <> 'poison')");
        assertThatThrownBy(() -> inbox().once("billing", "poison", with -> effect(with, "billed")))
                .isInstanceOf(SQLException.class);
        assertThat(effects()).isEmpty();
    }

    @Test
    void the_window_is_of_time() throws SQLException {
        var inbox = inbox().keeping(Duration.ofHours(1), 100);
        assertThat(inbox.once("billing", "m1", _ -> {})).isTrue();
        assertThat(inbox.once("shipping", "m1", _ -> {})).isTrue();
        later = Duration.ofMinutes(59);
        assertThat(inbox.once("billing", "m2", _ -> {})).isTrue();
        assertThat(inbox.prune("billing")).isZero();
        later = Duration.ofMinutes(61);
        assertThat(inbox.prune("billing")).isEqualTo(1);
        assertThat(inbox.once("billing", "m2", _ -> {})).isFalse();
        assertThat(inbox.once("billing", "m1", _ -> {})).as("beyond the window").isTrue();
        assertThat(inbox.once("shipping", "m1", _ -> {})).as("nobody has pruned that").isFalse();
    }

    @Test
    void the_window_is_of_count() throws SQLException {
        var inbox = inbox().keeping(Duration.ofHours(1), 3);
        for (int i = 1; i <= 5; i++) {
            assertThat(inbox.once("billing", "m" + i, _ -> {})).isTrue();
            assertThat(inbox.once("shipping", "m" + i, _ -> {})).isTrue();
        }
        assertThat(inbox.prune("billing")).isEqualTo(2);
        assertThat(inbox.prune("billing")).isZero();
        assertThat(inbox.once("billing", "m3", _ -> {})).isFalse();
        assertThat(inbox.once("billing", "m2", _ -> {})).isTrue();
        assertThat(known()).isEqualTo(4 + 5);
    }

    @Test
    void it_prunes_itself_now_and_then() throws SQLException {
        var inbox = inbox().keeping(Duration.ofHours(1), 10);
        for (int i = 1; i <= 200; i++) {
            inbox.once("billing", "m" + i, _ -> {});
        }
        inbox.once("shipping", "m1", _ -> {});
        assertThat(known()).as("each consumer by its own count").isEqualTo(201);
        inbox.once("billing", "m201", _ -> {});
        assertThat(known()).as("10 before this one, and that of the other consumer").isEqualTo(12);
    }

    @Test
    void it_prunes_itself_at_the_first_message_of_a_consumer_after_a_start() throws SQLException {
        for (var consumer : List.of("billing", "shipping")) {
            inbox().once(consumer, "m1", _ -> {});
        }
        later = Duration.ofHours(2);
        var next = inbox().keeping(Duration.ofHours(1), 100);
        assertThat(next.once("billing", "m1", _ -> {})).as("beyond the window").isTrue();
        assertThat(next.once("shipping", "m2", _ -> {})).isTrue();
        assertThat(known()).isEqualTo(2);
    }

    @Test
    void names_and_windows_make_sense() throws SQLException {
        assertThatThrownBy(() -> inbox().table("x; drop table effects")).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> inbox().keeping(Duration.ZERO, 1)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> inbox().keeping(Duration.ofDays(1), 0)).isInstanceOf(BadRequest.class);
        change("drop table if exists other_inbox");
        var other = inbox().table("other_inbox");
        assertThatThrownBy(() -> other.once("billing", "m1", _ -> {})).as("nobody has created it")
                .isInstanceOf(SQLException.class);
        other.create();
        assertThat(other.once("billing", "m1", _ -> {})).isTrue();
        assertThat(known()).isZero();
    }
}
