// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Part;
import io.thence.Position;
import io.thence.Projection;
import io.thence.processor.DeadLetterEvent;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** What a handler of a projection throws may name a person, also one of whom only its rows know: that is not stored. */
class ProjectionLettersOfPersonsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    record Join(String email, String name) {}

    record Count(String door) {}

    sealed interface ClubEvent {}

    record Joined(String email, String name) implements ClubEvent {}

    record Counted(String door) implements ClubEvent {}

    private static final Key<String> MEMBER = Key.of("member").personal();
    private static final Key<String> DOOR = Key.of("door");
    private static final Events<ClubEvent> EVENTS = Events.of(ClubEvent.class)
            .type("joined", Joined.class, MEMBER.of(Joined::email))
            .type("counted", Counted.class, DOOR.of(Counted::door))
            .personal(Joined.class, MEMBER, "email", "name");
    private static final Decider<Join, ClubEvent> JOINING = Decider.of(Join.class, EVENTS).writing(Joined.class)
            .decide(join -> accept(new Joined(join.email(), join.name())));
    private static final Decider<Count, ClubEvent> COUNTING = Decider.of(Count.class, EVENTS).writing(Counted.class)
            .decide(count -> accept(new Counted(count.door())));

    private static final Projection TABLES = Projection.sql("tables", 1, "create table members (name varchar)")
            .on(Joined.class, (db, joined) -> db.run("insert into members values (?)", joined.name()))
            .on(Counted.class, (_, _) -> {
                throw new IllegalStateException("Zoe was here", new IllegalArgumentException("zoe@example.org"));
            })
            .onErased(MEMBER, (_, _) -> {});
    private static final Part MODEL = Projection.inMemory("model", ArrayList<String>::new)
            .on(Joined.class, (names, joined) -> names.add(joined.name()))
            .on(Counted.class, (names, _) -> {
                throw new IllegalStateException(names + " were here");
            });

    @Test
    void nothing_that_was_thrown_is_in_the_log() {
        var application = Application.named("club").with(EVENTS, JOINING, COUNTING, TABLES, MODEL);
        try (var club = Thence.run(application, Engine.inMemory())) {
            club.send(new Join("zoe@example.org", "Zoe"));
            club.send(new Count("front"));
            for (var part : new Part[] {TABLES, MODEL}) {
                assertThat(club.progress(part).await(() -> !club.deadLetters(part).list().isEmpty(), LONG)).isTrue();
                assertThat(club.deadLetters(part).list()).singleElement().satisfies(letter -> {
                    assertThat(letter.failure()).isEqualTo("java.lang.IllegalStateException");
                    assertThat(letter.message()).isEmpty();
                });
            }
            var start = new Position(club.store().lineage(), 0);
            try (var events = club.store().read(Query.types(DeadLetterEvent.TYPES.names()), start,
                    Direction.FORWARDS)) {
                assertThat(events.list(Integer.MAX_VALUE)).hasSize(2).allSatisfy(event ->
                        assertThat(new String(event.data(), StandardCharsets.UTF_8)).contains("IllegalState")
                                .doesNotContain("Zoe", "zoe@example.org"));
            }
        }
    }
}
