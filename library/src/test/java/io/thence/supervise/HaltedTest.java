// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.GaveUp;
import io.thence.SystemEvent.Halted;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.world.SystemWorld;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** That a part runs no more is told once, whichever of its machines comes to it, and however often. */
class HaltedTest {

    private final List<SystemEvent> told = new ArrayList<>();
    private final Supervisor supervisor =
            new Supervisor(Supervision.DEFAULT.withoutRestarts(), new SystemWorld(), told::add);
    private final Restarts one = supervisor.restarts("tables", "projection 'tables'");
    private final Restarts other = supervisor.restarts("tables", "projection 'tables'");
    private final PartStopped stopped = new PartStopped("it has stopped", new IllegalStateException("full"));

    @Test
    void what_stops_by_a_rule_is_told_once() {
        assertThat(one.failed(stopped, Restarts.told(stopped))).isEmpty();
        assertThat(other.failed(stopped, Restarts.told(stopped))).isEmpty();
        other.halts(stopped, "again");
        assertThat(told).containsExactly(new Halted("tables", "it has stopped"));
        one.closed();
        supervisor.restarts("tables", "the next").halts(stopped, "anew");
        assertThat(told).hasSize(2);
    }

    @Test
    void what_gives_up_has_said_so_and_what_ends_with_its_application_says_nothing() {
        one.failed(new IllegalStateException("no"), "no");
        one.halts(stopped, "it has stopped");
        other.halts(stopped, "it has stopped");
        assertThat(told).singleElement().isInstanceOf(GaveUp.class);
        supervisor.restarts("others", "the others").failed(new Stopped("closed"), "closed");
        assertThat(told).hasSize(1);
    }

    @Test
    void what_an_exception_says_is_not_told() {
        assertThat(Restarts.told(new IllegalStateException("anna"))).isEqualTo("java.lang.IllegalStateException");
    }
}
