// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.bank.PassingWorld;
import io.thence.log.LogSettings;
import io.thence.world.FileDisk;
import io.thence.world.Machine;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A start that fails half way leaves nothing that runs, and the directory free. */
class FailedStartTest {

    private record Added(String account, long amount) {}

    private record Add(String account, long amount) {}

    private static final Key<String> ACCOUNT = Key.of("account");
    private static final Events<Added> EVENTS =
            Events.of(Added.class).type("added", Added.class, ACCOUNT.of(Added::account));
    private static final Fold<String, Long> SUM = Fold.by(ACCOUNT).from(0L)
            .on(Added.class, (sum, event) -> sum + event.amount()).named("sum").snapshotEvery(1);
    private static final Application APPLICATION = Application.named("sums").with(EVENTS,
            Decider.of(Add.class, EVENTS).reading(SUM, Add::account)
                    .decide((add, _) -> accept(new Added(add.account(), add.amount()))));

    @TempDir
    private Path folder;

    /** A world in which a machine cannot be started, and which knows what runs. */
    private record Narrow(World world, String refused, List<String> runs) implements PassingWorld {
        @Override
        public Running start(String name, Machine machine) {
            if (name.equals(refused)) {
                throw new OutOfMemoryError("no thread for " + name);
            }
            var running = world.start(name, machine);
            runs.add(name);
            return () -> {
                running.stop();
                runs.remove(name);
            };
        }
    }

    private Engine engine(World world) {
        return new Engine(world, new FileDisk(folder), LogSettings.SMALL, 1 << 20);
    }

    @Test
    void nothing_runs_on_and_the_directory_is_free() {
        var narrow = new Narrow(new SystemWorld(), "snapshots", new ArrayList<>());
        assertThatThrownBy(() -> Thence.run(APPLICATION, engine(narrow))).isInstanceOf(OutOfMemoryError.class)
                .hasMessage("no thread for snapshots");
        assertThat(narrow.runs()).isEmpty();
        try (var sums = Thence.run(APPLICATION, engine(new SystemWorld()))) {
            sums.send(new Add("a", 3));
            assertThat(sums.read(SUM, "a")).isEqualTo(3);
        }
    }
}
