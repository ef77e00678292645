// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Fold;
import io.thence.Key;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Send;
import io.thence.ThenceException.Undecodable;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The log as the application reads it today: old versions, split events, annulled ones, and the library's own. */
class JournalTest {

    sealed interface Went {
        record Left(String place) implements Went {}

        record Came(String place, int pieces) implements Went {}
    }

    record Carry(String to, int pieces) {}

    static final Key<String> PLACE = Key.of("place");
    static final Events<Went> EVENTS = Events.of(Went.class)
            .type("thing.left", Went.Left.class, PLACE.of(Went.Left::place))
            .type("thing.came", Went.Came.class, PLACE.of(Went.Came::place))
            .upcast(Went.Came.class, v1 -> v1.put("pieces", 1))
            .retired("thing.sent")
            .split("thing.sent", Went.Left.class, 1, sent -> List.of(of("from", sent)))
            .split("thing.sent", Went.Came.class, 1, sent -> List.of(of("to", sent)));
    static final Fold<String, Integer> PIECES = Fold.by(PLACE).from(0)
            .on(Went.Came.class, (all, came) -> all + came.pieces());
    static final Decider<Carry, Went> CARRYING = Decider.of(Carry.class, EVENTS)
            .decide(carry -> accept(new Went.Came(carry.to(), carry.pieces())));

    private final Thence post =
            Thence.run(Application.named("post").with(EVENTS, CARRYING), Engine.inMemory());

    private static ObjectNode of(String what, ObjectNode sent) {
        return sent.objectNode().put("place", sent.path(what).asString());
    }

    /** One of each kind, at 1 to 6; the last two are an annulled one and its annulment. */
    @BeforeEach
    void write() {
        append("thing.came", "{\"place\":\"x\"}", "x");
        append("thing.sent", "{\"from\":\"x\",\"to\":\"y\"}", "x", "y");
        post.send(new Carry("x", 3));
        post.closeBooks(PIECES, "z", _ -> List.of());
        post.send(new Carry("y", 99), Send.as("wrong"));
        post.annul(List.of(new EventId("wrong/0")), "anna", "never carried");
    }

    @AfterEach
    void close() {
        post.close();
    }

    private void append(String type, String data, String... places) {
        var keys = Stream.of(places).map(PLACE::value).toList();
        var event = NewEvent.of(type, 1, keys, data.getBytes(StandardCharsets.UTF_8));
        post.store().append(Append.of(List.of(event), Origin.of("test")));
    }

    private Position at(long number) {
        return new Position(post.store().lineage(), number);
    }

    private static List<String> read(Journal journal) {
        try (var events = journal.stream()) {
            return events.map(event -> event.position().number() + " " + event.data()).toList();
        }
    }

    @Test
    void events_are_read_as_what_they_are_today() {
        var all = List.of("1 Came[place=x, pieces=1]", "2 Left[place=x]", "2 Came[place=y, pieces=1]",
                "3 Came[place=x, pieces=3]");
        assertThat(post.store().head()).isEqualTo(at(6));
        assertThat(read(post.events(Query.ALL))).isEqualTo(all);
        assertThat(read(post.events(Query.ALL).backwards())).isEqualTo(all.reversed());
        assertThat(read(post.events(Query.ALL).after(at(1)))).isEqualTo(all.subList(1, 4));
        assertThat(read(post.events(Query.ALL).before(at(3)))).isEqualTo(all.subList(0, 3).reversed());
        assertThat(read(post.events(Query.keys(PLACE.value("x"))).backwards())).hasSize(4);
        assertThat(read(post.events(Query.types(Set.of("thing.came"))))).containsExactly(all.getFirst(), all.getLast());
        assertThat(read(post.events(Query.ALL).after(at(3)))).isEmpty();
    }

    @Test
    void events_are_read_when_they_are_asked_for_up_to_the_head_of_the_beginning() {
        append("thing.came", "{\"place\":\"x\",\"pieces\":\"many\"}", "x"); // upcast: overwritten
        append("thing.left", "{\"place\":[]}", "x");
        var journal = post.events(Query.ALL).after(at(6));
        try (var events = journal.stream()) {
            var next = events.iterator();
            post.send(new Carry("y", 7));
            assertThat(next.next()).extracting(Event::data).isEqualTo(new Went.Came("x", 1));
            assertThatThrownBy(next::next).as("only now").isInstanceOf(Undecodable.class)
                    .hasMessageContaining("at position 8");
        }
        assertThat(read(post.events(Query.ALL).backwards().before(at(7)))).hasSize(4);
        try (var events = post.events(Query.ALL).backwards().stream()) {
            assertThat(events.findFirst()).get().extracting(Event::data).isEqualTo(new Went.Came("y", 7));
        }
    }
}
