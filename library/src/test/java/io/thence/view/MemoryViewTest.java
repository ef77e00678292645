// SPDX-License-Identifier: Apache-2.0
package io.thence.view;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.MemoryProjection;
import io.thence.Projection;
import io.thence.Send;
import io.thence.ThenceException.Blocked;
import io.thence.ThenceException.PartStopped;
import io.thence.Visibility;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.view.lane.EventLane;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A model in memory is what the events make of it, at each start, at each moment, and after a person is forgotten. */
class MemoryViewTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    record Scored(String player, String name, int points) {}

    record Score(String player, String name, int points) {}

    static final Key<String> PLAYER = Key.of("player");

    static final Events<Scored> EVENTS = Events.of(Scored.class)
            .type("point.scored", Scored.class, PLAYER.of(Scored::player))
            .personal(Scored.class, PLAYER, "name");

    static final Decider<Score, Scored> REFEREE = Decider.of(Score.class, EVENTS)
            .decide(score -> accept(new Scored(score.player(), score.name(), score.points())));

    static final MemoryProjection<Map<String, Integer>> BOARD =
            Projection.<Map<String, Integer>>inMemory("board", TreeMap::new).on(Scored.class, (board, scored) -> {
                if (scored.points() == 13) {
                    throw new IllegalStateException("thirteen");
                }
                board.merge(scored.player() + " " + scored.name(), scored.points(), Integer::sum);
            });

    @TempDir
    private Path folder;

    private Thence open() {
        return Thence.run(Application.named("game").with(EVENTS, REFEREE, BOARD), Engine.at(folder));
    }

    private static Map<String, Integer> board(Thence game) {
        return game.query(BOARD).upTo(game.store().head()).within(LONG).read(Map::copyOf);
    }

    private static Map<String, Integer> now(Thence game) {
        return game.query(BOARD).read(Map::copyOf);
    }

    @Test
    void it_knows_what_was_written_and_is_made_again_at_a_start() {
        try (var game = open()) {
            game.send(new Score("1", "Ann", 2));
            var outcome = game.send(new Score("1", "Ann", 3));
            assertThat(game.query(BOARD).after(outcome).<Integer>read(board -> board.get("1 Ann"))).isEqualTo(5);
        }
        try (var game = open()) {
            assertThat(now(game)).isEqualTo(Map.of("1 Ann", 5));
        }
    }

    @Test
    void it_is_told_as_of_a_moment() {
        try (var game = open()) {
            var first = game.send(new Score("1", "Ann", 2), Send.ONCE.at(Instant.parse("2020-01-01T00:00:00Z")));
            game.send(new Score("2", "Bob", 9), Send.ONCE.at(Instant.parse("2019-01-01T00:00:00Z")));

            assertThat(game.asOf(first.position()).read(BOARD)).isEqualTo(Map.of("1 Ann", 2));
            assertThat(game.asOf(Instant.parse("2019-06-01T00:00:00Z")).read(BOARD)).isEqualTo(Map.of("2 Bob", 9));
        }
    }

    @Test
    void who_is_forgotten_is_not_in_it_any_more() {
        try (var game = open()) {
            game.send(new Score("1", "Ann", 2));
            game.send(new Score("2", "Bob", 9));
            assertThat(board(game)).isEqualTo(Map.of("1 Ann", 2, "2 Bob", 9));

            assertThat(game.forget(PLAYER, "1").views()).containsExactly("board");

            assertThat(now(game)).isEqualTo(Map.of("1 ", 2, "2 Bob", 9));
            game.send(new Score("2", "Bob", 1));
            assertThat(board(game)).isEqualTo(Map.of("1 ", 2, "2 Bob", 10));
        }
    }

    @Test
    void a_handler_that_fails_parks_the_key_of_its_event_and_says_where() {
        try (var game = open()) {
            game.send(new Score("1", "Ann", 2));
            var failed = game.send(new Score("1", "Ann", 13));
            var behind = game.send(new Score("1", "Ann", 1));
            var other = game.send(new Score("2", "Bob", 9));

            Map<String, Integer> seen = game.query(BOARD).after(other).read(Map::copyOf);
            assertThat(seen).isEqualTo(Map.of("1 Ann", 2, "2 Bob", 9));
            assertThat(game.query(BOARD).after(behind).visibility()).isInstanceOfSatisfying(Visibility.Blocked.class,
                    blocked -> assertThat(blocked.by().position()).isEqualTo(failed.position().number()));
            assertThatThrownBy(() -> game.query(BOARD).after(failed).read(Map::copyOf)).isInstanceOf(Blocked.class)
                    .hasMessageContaining("projection 'board' does not show it: ").hasMessageContaining("thirteen");
        }
    }

    @Test
    void it_is_tried_again_in_a_model_that_is_made_anew_so_that_nothing_is_half_done() {
        var failing = new AtomicInteger(2);
        var board = Projection.<Map<String, Integer>>inMemory("board", TreeMap::new).on(Scored.class, (all, scored) -> {
            all.merge(scored.player(), scored.points(), Integer::sum);
            if (scored.points() == 13 && failing.getAndDecrement() > 0) {
                throw new IllegalStateException("thirteen");
            }
        }).policy(MemoryProjection.POLICY.attempts(3).resting(Duration.ofMillis(1), Duration.ofMillis(2)));
        try (var game = Thence.run(Application.named("game").with(EVENTS, REFEREE, board), Engine.at(folder))) {
            game.send(new Score("1", "Ann", 2));
            game.send(new Score("1", "Ann", 13));
            var last = game.send(new Score("1", "Ann", 1));
            assertThat(game.progress(board).await(() -> failing.get() < 0 && game.parked(board).isEmpty(),
                    Duration.ofMinutes(1))).isTrue();
            assertThat(game.query(board).after(last).<Integer>read(all -> all.get("1"))).isEqualTo(16);
        }
    }

    @Test
    void another_model_is_made_for_a_letter_and_not_when_it_is_resumed() {
        var made = new AtomicInteger();
        var board = Projection.<Map<String, Integer>>inMemory("board", () -> {
            made.incrementAndGet();
            return new TreeMap<>();
        }).on(Scored.class, (all, scored) -> all.merge(scored.player(), 100 / scored.points(), Integer::sum));
        try (var game = Thence.run(Application.named("game").with(EVENTS, REFEREE, board), Engine.inMemory())) {
            game.send(new Score("1", "Ann", 0));
            var letters = game.deadLetters(board);
            assertThat(game.progress(board).await(() -> !letters.list().isEmpty(), LONG)).isTrue();
            game.control(board).pause("carl", "for a while");
            game.control(board).resume("carl", "it is over");
            var last = game.send(new Score("2", "Bob", 50));
            assertThat(game.query(board).after(last).<Integer>read(all -> all.get("2"))).isEqualTo(2);
            assertThat(made).as("the first one goes on").hasValue(1);
            letters.discard(PLAYER.value("1"), "carl", "of no use");
            assertThat(letters.await(LONG)).isTrue();
            assertThat(game.parked(board)).isEmpty();
            assertThat(made).as("one for the letter").hasValue(2);
        }
    }

    @Test
    void many_keys_that_fail_are_parked_up_to_a_limit_and_one_more_stops_it() {
        try (var game = Thence.run(Application.named("game").with(EVENTS, REFEREE, BOARD), Engine.inMemory())) {
            for (int i = 0; i < EventLane.PARKED_MAX; i++) {
                game.send(new Score("p" + i, "Ann", 13));
            }
            game.send(new Score("p0", "Ann", 13));
            game.send(new Score("2", "Bob", 9));
            assertThat(board(game)).isEqualTo(Map.of("2 Bob", 9));
            var last = game.send(new Score("1", "Ann", 13)).position().number();
            assertThatThrownBy(() -> board(game)).isInstanceOf(PartStopped.class)
                    .hasMessageStartingWith("projection 'board' has stopped at event ")
                    .hasMessageContaining(", position " + last + ", with 1000 keys parked (")
                    .hasMessageNotContaining("thirteen").hasRootCauseMessage("thirteen");
        }
    }
}
