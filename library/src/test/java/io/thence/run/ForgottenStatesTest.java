// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.KeyValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** States that an older version of an application has kept of what is personal only now: none outlives a forgetting. */
class ForgottenStatesTest {

    private static final String NAME = "Quenilda Marrowbone";
    private static final List<String> MARKERS = List.of(NAME);

    sealed interface Guest {}

    record Named(String guest, String name) implements Guest {}

    record Came(String guest) implements Guest {}

    record Enter(String guest, String name) {}

    private static final Key<String> GUEST = Key.of("guest");

    private static final Events<Guest> PLAIN = Events.of(Guest.class)
            .type("guest.named", Named.class, GUEST.of(Named::guest))
            .type("guest.came", Came.class, GUEST.of(Came::guest));
    private static final Events<Guest> PERSONAL = PLAIN.personal(Named.class, GUEST, "name");

    private static final Fold<String, String> NAMES =
            Fold.by(GUEST).from("").on(Named.class, (_, event) -> event.name());
    private static final Fold<String, Long> COUNTED =
            Fold.by(GUEST).from(0L).on(Came.class, (visits, _) -> visits + 1);
    private static final Fold<String, Long> VISITS = COUNTED.named("visits").snapshotEvery(1);

    private static Application application(
            Events<Guest> events, Fold<String, String> names, Fold<String, Long> visits) {
        return Application.named("house").with(events, Decider.of(Enter.class, events)
                .reading(names, Enter::guest).reading(visits, Enter::guest)
                .decide((enter, _, _) -> accept(new Named(enter.guest(), enter.name()), new Came(enter.guest()))));
    }

    private static final Application OLD = application(PLAIN, NAMES.snapshotEvery(1), VISITS);

    @TempDir
    private Path folder;

    private List<String> found() throws IOException {
        return Remains.found(folder.resolve("snapshots"), MARKERS);
    }

    private void write() throws IOException {
        try (var house = Thence.run(OLD, Engine.at(folder))) {
            for (int i = 0; i < 3; i++) {
                house.send(new Enter("g1", NAME));
                house.send(new Enter("g2", "Another"));
            }
        }
        assertThat(found()).isNotEmpty();
    }

    /** Where the new version keeps states of another fold, and where it keeps none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void statesThatAnOlderVersionKeptAreGone(boolean keepsOthers) throws IOException {
        write();
        var visits = keepsOthers ? VISITS : COUNTED;
        try (var house = Thence.run(application(PERSONAL, NAMES, visits), Engine.at(folder))) {
            house.send(new Enter("g1", "sealed from here on"));
            assertThat(house.read(visits, "g1")).isEqualTo(4);
            house.forget(GUEST, "g1");
            assertThat(found()).as("while it runs").isEmpty();
            assertThat(house.read(visits, "g1")).isEqualTo(4);
            house.send(new Enter("g2", "sealed"));
        }
        assertThat(found()).as("when it is closed").isEmpty();
        try (var house = Thence.run(application(PERSONAL, NAMES, visits), Engine.at(folder))) {
            assertThat(house.read(visits, "g1")).isEqualTo(4);
            assertThat(house.read(visits, "g2")).isEqualTo(4);
        }
    }

    @Test
    void statesOfThisVersionStay() throws IOException {
        try (var house = Thence.run(application(PERSONAL, NAMES, VISITS), Engine.at(folder))) {
            house.send(new Enter("g1", NAME));
            house.send(new Enter("g2", NAME));
        }
        try (var house = Thence.run(application(PERSONAL, NAMES, VISITS), Engine.at(folder))) {
            house.forget(GUEST, "g1");
            assertThat(Remains.found(folder.resolve("snapshots"), List.of("fingerprint"))).isNotEmpty();
        }
    }

    @Test
    void withoutTheApplicationAllGo() throws IOException {
        write();
        Thence.run(application(PERSONAL, NAMES, VISITS), Engine.at(folder)).close();
        AtRest.forget(Engine.at(folder), new KeyValue("guest", "g1"));
        assertThat(found()).isEmpty();
    }
}
