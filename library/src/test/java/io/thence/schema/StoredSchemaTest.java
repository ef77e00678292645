// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.Application;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.MemoryProjection;
import io.thence.Origin;
import io.thence.Problem;
import io.thence.Projection;
import io.thence.ThenceException.StartRefused;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a store holds and an application cannot read is said before the application runs. */
class StoredSchemaTest {

    sealed interface Visit {
        record Began(String guest) implements Visit {}

        record Ended(String guest) implements Visit {}
    }

    private static final Key<String> GUEST = Key.of("guest");
    private static final Events<Visit> VISITS = Events.of(Visit.class)
            .type("visit.began", Visit.Began.class, GUEST.of(Visit.Began::guest))
            .type("visit.ended", Visit.Ended.class, GUEST.of(Visit.Ended::guest));
    private static final Application GUESTS = Application.named("guests").with(VISITS);
    private static final MemoryProjection<?> LIST = Projection.<List<String>>inMemory("list", ArrayList::new)
            .on(Visit.Began.class, (list, began) -> list.add(began.guest()));
    private static final Application TWICE = GUESTS.with(LIST, LIST);

    private final MemoryDisk disk = new MemoryDisk();

    private static NewEvent event(String type, int version) {
        return NewEvent.of(type, version, List.of(new KeyValue("guest", "anna")),
                "{\"guest\":\"anna\"}".getBytes(StandardCharsets.UTF_8));
    }

    private LogStore store() {
        return LogStore.open(new SystemWorld(), disk, LogSettings.SMALL);
    }

    private void stored(NewEvent... events) {
        try (var store = store()) {
            for (var event : events) {
                store.append(Append.of(List.of(event), Origin.of("test")));
            }
        }
        disk.close();
    }

    private Thence run(Application application) {
        return Thence.run(application, new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20));
    }

    @Test
    void they_are_listed_with_all_else_that_is_wrong() {
        stored(event("visit.began", 3));
        assertThatThrownBy(() -> run(TWICE)).isInstanceOf(StartRefused.class).extracting(StoredSchemaTest::said)
                .asString().contains("- list: ", "- visit.began: the store holds 1 of version 3, from position 1 to 1");
        run(Application.named("none").with(Events.of(Visit.class)
                .type("visit.began", Visit.Began.class, GUEST.of(Visit.Began::guest))
                .upcast(Visit.Began.class, json -> json).upcast(Visit.Began.class, json -> json)
                .type("visit.ended", Visit.Ended.class, GUEST.of(Visit.Ended::guest)))).close(); // the disk is free
    }

    @Test
    void a_refused_application_makes_no_log() {
        assertThatThrownBy(() -> run(TWICE)).isInstanceOf(StartRefused.class);
        assertThat(LogStore.isOn(disk)).isFalse();
    }

    @Test
    void newer_versions_are_refused_at_the_start_all_at_once() {
        stored(event("visit.began", 1), event("visit.began", 3), event("visit.began", 3), event("visit.ended", 2),
                event("visit.began", 1), event("guest.fed", 1));
        assertThatThrownBy(() -> run(GUESTS)).isInstanceOf(StartRefused.class).extracting(StoredSchemaTest::said)
                .isEqualTo("""
                application 'guests' cannot start:
                  - visit.began: the store holds 2 of version 3, from position 2 to 3, and the application reads up to \
                1; use the version of the application that wrote them, or put its upcasts back [here]
                  - visit.ended: the store holds 1 of version 2, from position 4 to 4, and the application reads up to \
                1; use the version of the application that wrote them, or put its upcasts back [here]
                  - warning: guest.fed: the store holds 1 of version 1, from position 6 to 6, and the application does \
                not know the type; say retired("guest.fed") in Events, or renamed(..) where it has another name; \
                where another application may have written the log, check its directory [here]""");
    }

    /** The line of the code is where the events are declared: its number is not what is tested. */
    private static String said(Throwable refusal) {
        return refusal.getMessage().replaceAll(
                "\\[io\\.thence\\.schema\\.StoredSchemaTest\\(StoredSchemaTest\\.java:[34]\\d\\)]", "[here]");
    }

    /** Where events of several families are declared, nobody knows where one of no family would be. */
    @Test
    void each_problem_has_the_place_of_its_own_events() {
        record Fed(String guest) {}

        var kitchen = Events.of(Fed.class).type("guest.fed", Fed.class, GUEST.of(Fed::guest)).retired("guest.served");
        stored(event("visit.began", 2), event("guest.fed", 2), event("guest.served", 2), event("guest.gone", 1));
        try (var store = store()) {
            var both = Application.named("guests").with(VISITS, kitchen);
            assertThat(SchemaReport.unreadable(both, store))
                    .extracting(problem -> problem.where() + " " + problem.declared().line())
                    .containsExactlyInAnyOrder("visit.began " + VISITS.declared().line(),
                            "guest.fed " + kitchen.declared().line(), "guest.served " + kitchen.declared().line(),
                            "guest.gone 0");
            assertThat(kitchen.declared().line()).isGreaterThan(VISITS.declared().line() + 9);
        }
    }

    @Test
    void what_upcasts_and_names_of_before_can_read_is_no_problem() {
        stored(event("visit.began", 1), event("visit.began", 2), event("visit.over", 1), event("guest.fed", 1));
        var today = Application.named("guests").with(VISITS.upcast(Visit.Began.class, v1 -> v1)
                .renamed(Visit.Ended.class, "visit.over").retired("guest.fed"));
        try (var guests = run(today)) {
            assertThat(SchemaReport.unreadable(today, guests.store())).isEmpty();
        }
    }

    @Test
    void a_type_that_nobody_knows_is_a_warning() {
        stored(event("guest.fed", 1));
        try (var guests = run(GUESTS)) {
            assertThat(SchemaReport.unreadable(GUESTS, guests.store())).extracting(Problem::isError)
                    .containsExactly(false);
        }
    }

    @Test
    void the_last_events_of_a_type_are_looked_at_and_the_index_knows_of_the_others() {
        stored(event("visit.began", 2));
        try (var store = store()) {
            var more = IntStream.range(0, 50_000).mapToObj(_ -> event("visit.began", 1)).toList();
            store.append(Append.of(more, Origin.of("test")));
            assertThat(SchemaReport.unreadable(GUESTS, store)).extracting(Problem::what).containsExactly(
                    "the store holds 1 of version 2, from position 1 to 1, and the application reads up to 1");
            store.append(Append.of(more, Origin.of("test")));
            assertThat(SchemaReport.unreadable(GUESTS, store)).extracting(Problem::what).containsExactly(
                    "the store was given some of version 2, though none is among the last 100000 of the type, and the"
                            + " application reads up to 1");
        }
    }
}
