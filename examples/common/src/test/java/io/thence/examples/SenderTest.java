// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Outcome;
import io.thence.ThenceException.BadRequest;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.thence.Decision.accept;
import static io.thence.Decision.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class SenderTest {

    /** Counts up by one, and refuses whatever is not next. */
    record Counted(String name, int number) {}

    record Count(String name, int number) {}

    private static final Key<String> NAME = Key.of("name");
    private static final Events<Counted> EVENTS =
            Events.of(Counted.class).type("counted", Counted.class, NAME.of(Counted::name));
    private static final Fold<String, Integer> LAST = Fold.by(NAME).from(0).on(Counted.class, (_, e) -> e.number());
    private static final Decider<Count, Counted> COUNTER = Decider.of(Count.class, EVENTS)
            .reading(LAST, Count::name)
            .decide((c, last) -> c.number() == last + 1
                    ? accept(new Counted(c.name(), c.number())) : refuse(last + " was the last"));

    private final Thence thence =
            Thence.run(Application.named("counting").with(EVENTS, COUNTER), Engine.inMemory());
    private final List<Long> told = new ArrayList<>();
    private final Sender sender = new Sender(thence, (answered, _) -> told.add(answered));

    @AfterEach
    void close() {
        thence.close();
    }

    private static Sent sent(String name, int number) {
        return new Sent(name + "/" + number, name, Instant.EPOCH, new Count(name, number));
    }

    @Test
    void commands_of_a_lane_are_sent_in_their_order_and_outcomes_stand_in_that_of_the_commands() {
        var commands = new ArrayList<Sent>();
        for (int number = 1; number <= 20; number++) {
            for (int lane = 0; lane < Sender.SENDERS_MAX / 4; lane++) {
                commands.add(sent("lane" + lane, number));
            }
        }
        commands.add(5, sent("alone", 7));
        var outcomes = sender.send(commands);
        assertThat(outcomes).hasSameSizeAs(commands);
        assertThat(outcomes.get(5)).isInstanceOf(Outcome.Refused.class);
        assertThat(outcomes).filteredOn(Outcome.Accepted.class::isInstance).hasSize(commands.size() - 1);
        assertThat(told.getLast()).isEqualTo(commands.size());
    }

    @Test
    void what_is_only_recorded_must_be_accepted() {
        assertThatThrownBy(() -> sender.record(List.of(sent("a", 1), sent("b", 9)))).isInstanceOf(BadRequest.class)
                .hasMessageStartingWith("command b/9 was not accepted").hasMessageContaining("0 was the last");
    }

    @Test
    void a_failure_ends_it() {
        var unknown = new Sent("id", "lane", Instant.EPOCH, "no command");
        assertThatThrownBy(() -> sender.send(List.of(sent("a", 1), unknown, sent("b", 1))))
                .isInstanceOf(BadRequest.class).hasMessageContaining("decided by no decider");
    }

    @Test
    void nothing_to_send_is_done_at_once() {
        assertThat(sender.send(List.of())).isEmpty();
    }
}
