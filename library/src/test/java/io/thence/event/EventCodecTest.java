// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.Undecodable;
import io.thence.bank.Bank;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Moved;
import io.thence.bank.BankEvent.Noted;
import io.thence.store.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Names, versions and upcasts between stored events and records. */
class EventCodecTest {

    private static final Position POSITION = new Position(new Lineage(new UUID(0, 1), 1), 42);
    private static final Origin ORIGIN = Origin.of("test").correlatedBy("c");

    /** Version 1 had "name", version 2 "full", version 3 has it in parts. */
    record Joined(String first, String last, int year) {}

    private static final EventCodec THIRD = new EventCodec(Application.named("club").with(Events.of(Joined.class)
            .type("joined", Joined.class, Key.of("member").of(Joined::last))
            .upcast(Joined.class, v1 -> v1.put("full", v1.remove("name").asString() + " Jones"))
            .upcast(Joined.class, v2 -> {
                var parts = v2.remove("full").asString().split(" ", 2);
                return v2.put("first", parts[0]).put("last", parts[1]).put("year", v2.get("year").asInt() + 1);
            })));

    private static StoredEvent stored(String type, int version, String json) {
        return new StoredEvent(new EventId("c-1/0"), POSITION, type, version, new Stamp(1_000, 2), Optional.empty(),
                ORIGIN, List.of(KeyValue.parse("member/Jones")), () -> 3, json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_event_is_written_under_its_name_version_and_keys() {
        var event = THIRD.encode(new Joined("Ann", "Lee", 1999));
        assertThat(event.type()).isEqualTo("joined");
        assertThat(event.version()).isEqualTo(3);
        assertThat(event.keys()).containsExactly(new KeyValue("member", "Lee"));
        assertThat(event.id()).isEmpty();
        assertThat(new String(event.data(), StandardCharsets.UTF_8))
                .isEqualTo("{\"first\":\"Ann\",\"last\":\"Lee\",\"year\":1999}");
        var moved = new EventCodec(Bank.APPLICATION).encode(new Moved("a", "a", 1));
        assertThat(moved.keys()).as("each once").containsExactly(new KeyValue("account", "a"));
    }

    @Test
    void every_older_version_is_brought_up_step_by_step() {
        var joined = new Joined("Ann", "Jones", 2000);
        assertThat(THIRD.decode(stored("joined", 1, "{\"name\":\"Ann\",\"year\":1999}")).data()).isEqualTo(joined);
        assertThat(THIRD.decode(stored("joined", 2, "{\"full\":\"Ann Jones\",\"year\":1999}")).data())
                .isEqualTo(joined);
        assertThat(THIRD.decode(stored("joined", 3, "{\"first\":\"Ann\",\"last\":\"Jones\",\"year\":2000}")).data())
                .isEqualTo(joined);
    }

    @Test
    void all_that_is_known_of_an_event_is_kept() {
        var stored = stored("joined", 2, "{\"full\":\"Ann Jones\",\"year\":1999}");
        assertThat(THIRD.decode(stored)).isEqualTo(new Event<>(stored.id(), POSITION, "joined", 2, new Stamp(1_000, 2),
                Optional.empty(),
                ORIGIN, stored.keys(), stored.ordinal(), new Joined("Ann", "Jones", 2000)));
    }

    @Test
    void a_newer_version_is_refused() {
        assertThatThrownBy(() -> THIRD.decode(stored("joined", 4, "{}"))).isInstanceOf(Undecodable.class)
                .hasMessage("event c-1/0 (joined) at position 42 is of version 4, this application knows up to 3: use a"
                        + " newer version of it");
    }

    @Test
    void a_version_that_never_was_is_refused() {
        assertThatThrownBy(() -> THIRD.decode(stored("joined", 0, "{}"))).isInstanceOf(Undecodable.class)
                .hasMessage("event c-1/0 (joined) at position 42 is of version 0: versions start at 1, so another"
                        + " program wrote it");
    }

    @Test
    void an_unknown_type_is_refused() {
        assertThatThrownBy(() -> THIRD.decode(stored("left", 1, "{}"))).isInstanceOf(Undecodable.class)
                .hasMessage("event c-1/0 (left) at position 42 has a type that this application does not know: add it"
                        + " to its Events, by type(..) or retired(..), or use the version that wrote it");
        assertThatThrownBy(() -> THIRD.encode(new Noted("x"))).isInstanceOf(Undecodable.class)
                .hasMessage("io.thence.bank.BankEvent$Noted is no event type of the application: add it to its Events");
    }

    @Test
    void json_that_does_not_fit_is_named_by_its_event() {
        assertThatThrownBy(() -> THIRD.decode(stored("joined", 3, "{\"year\":\"never\"}")))
                .isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("event c-1/0 (joined) at position 42 does not fit "
                        + "io.thence.event.EventCodecTest$Joined (");
        assertThatThrownBy(() -> THIRD.decode(stored("joined", 2, "[1]"))).isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("event c-1/0 (joined) at position 42 is no JSON object");
    }

    @Test
    void an_upcast_that_fails_is_named_by_its_event() {
        assertThatThrownBy(() -> THIRD.decode(stored("joined", 1, "{\"year\":1999}"))).isInstanceOf(Undecodable.class)
                .hasMessageStartingWith("event c-1/0 (joined) at position 42 cannot be upcast from version 1 (")
                .hasMessageEndingWith("): mend the upcast").hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void a_sealed_type_stands_for_the_names_of_its_records() {
        assertThat(new EventCodec(Bank.APPLICATION).names(Booked.class))
                .containsExactly("account.deposited", "account.withdrawn");
    }

    record Placed(String order) {}

    record Line(String order, String stock, int cents) {}

    /** In the first life an order and its lines were one event. */
    private static final EventCodec SPLIT = new EventCodec(Application.named("shop").with(
            Events.of(Placed.class).type("order.placed", Placed.class, Key.of("order").of(Placed::order))
                    .renamed(Placed.class, "order.begun")
                    .retired("order.made", v1 -> v1.set("lines", v1.arrayNode().add(v1.remove("line"))))
                    .split("order.made", Placed.class, 1, made -> List.of(made.objectNode().set("order",
                            made.get("id")))),
            Events.of(Line.class).type("line.added", Line.class, Key.of("order").of(Line::order),
                            Key.of("stock").of(Line::stock))
                    .upcast(Line.class, v1 -> v1.put("cents", v1.get("cents").asInt() * 100))
                    .retired("order.dropped")));

    private static StoredEvent made(int version, String json, String... keys) {
        return new StoredEvent(new EventId("c-1/0"), POSITION, "order.made", version, new Stamp(1_000, 2),
                Optional.empty(), ORIGIN, Stream.of(keys).map(KeyValue::parse).toList(), () -> 3,
                json.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Object> data(List<Event<?>> events) {
        return events.stream().<Object>map(Event::data).toList();
    }

    /** The same, with the lines too. */
    private static EventCodec lines() {
        var order = Key.of("order");
        return new EventCodec(Application.named("shop").with(Events.of(Object.class)
                .type("order.placed", Placed.class, order.of(Placed::order))
                .type("line.added", Line.class, order.of(Line::order), Key.of("stock").of(Line::stock))
                .upcast(Line.class, v1 -> v1.put("cents", v1.get("cents").asInt() * 100))
                .retired("order.made")
                .split("order.made", Placed.class, 1, made -> List.of(made.objectNode().set("order", made.get("id"))))
                .split("order.made", Line.class, 1, made -> made.get("lines").valueStream().map(line -> {
                    var added = made.objectNode().set("order", made.get("id"));
                    return added.set("stock", line).put("cents", 2);
                }).toList())));
    }

    @Test
    void a_former_name_is_read_as_the_type_and_asked_for_with_it() {
        assertThat(SPLIT.decode(stored("order.begun", 1, "{\"order\":\"7\"}")).data()).isEqualTo(new Placed("7"));
        assertThat(SPLIT.decode(stored("order.begun", 1, "{\"order\":\"7\"}")).type()).isEqualTo("order.placed");
        assertThat(SPLIT.names(Placed.class)).containsExactly("order.placed", "order.begun", "order.made");
        assertThat(SPLIT.encode(new Placed("7")).type()).isEqualTo("order.placed");
        assertThat(SPLIT.nameNow("order.begun")).isEqualTo("order.placed");
        assertThat(SPLIT.nameNow("order.made")).as("what it was split into has other names").isEqualTo("order.made");
    }

    @Test
    void a_retired_type_is_read_as_nothing_or_as_what_it_is_split_into() {
        assertThat(SPLIT.events(stored("order.dropped", 1, "{}"))).isEmpty();
        assertThat(data(SPLIT.events(made(1, "{\"id\":\"7\",\"line\":\"a\"}", "order/7"))))
                .containsExactly(new Placed("7"));
        assertThatThrownBy(() -> SPLIT.events(made(3, "{}", "order/7")))
                .hasMessageEndingWith("is of version 3, this application knows up to 2: use a newer version of it");
        assertThatThrownBy(() -> SPLIT.decode(made(2, "{}", "order/7")))
                .hasMessageEndingWith("has a type that was retired, and is to be read as what became of it");
    }

    @Test
    void a_stored_event_is_split_in_order_and_each_piece_has_its_own_id_and_keys() {
        var stored = made(1, "{\"id\":\"7\",\"lines\":[\"a\",\"b\"]}", "order/7", "stock/a", "stock/b");
        List<Event<?>> events = lines().events(stored);
        assertThat(data(events))
                .containsExactly(new Placed("7"), new Line("7", "a", 200), new Line("7", "b", 200));
        assertThat(events).extracting(event -> event.id().text())
                .containsExactly("c-1/0#1", "c-1/0#2", "c-1/0#3");
        assertThat(events).extracting(event -> event.position().number()).containsOnly(42L);
        assertThat(events).extracting(event -> event.keys().toString())
                .containsExactly("[order/7]", "[order/7, stock/a]", "[order/7, stock/b]");
        assertThat(lines().records(stored, new Documents(), KeyValue.parse("stock/b")))
                .isEqualTo(List.of(new Line("7", "b", 200)));
        assertThat(lines().records(stored, new Documents(), KeyValue.parse("order/7"))).hasSize(3);
    }

    @Test
    void a_piece_that_would_not_be_found_is_refused() {
        var stored = made(1, "{\"id\":\"7\",\"lines\":[\"a\"]}", "order/7");
        assertThatThrownBy(() -> lines().events(stored)).isInstanceOf(Undecodable.class)
                .hasMessage("event c-1/0 (order.made) at position 42 is split into a line.added under stock/a, where it"
                        + " is not filed itself, so it would not be found there: split it into what its own keys find,"
                        + " [order/7]");
        assertThatThrownBy(() -> lines().events(made(1, "{\"id\":\"\",\"lines\":[]}", "order/7")))
                .isInstanceOf(Undecodable.class)
                .hasMessageContaining("is split into a order.placed without a key (");
        assertThatThrownBy(() -> lines().events(made(1, "{\"id\":\"7\"}", "order/7")))
                .hasMessageContaining("cannot be split into Line (").hasMessageEndingWith("): mend the split");
    }
}
