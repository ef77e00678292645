// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.thence.Application;
import io.thence.EventId;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.KeysMissing;
import io.thence.ThenceException.Undecodable;
import io.thence.club.Club;
import io.thence.club.ClubCommand.Join;
import io.thence.club.ClubEvent.Joined;
import io.thence.club.ClubEvent.Visited;
import io.thence.personal.Privacy;
import io.thence.personal.Vault;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What of an event is sealed, what is read back, and what is read of one who is forgotten. */
class SealedDataTest {

    private static final Position POSITION = new Position(new Lineage(new UUID(0, 1), 1), 42);
    private static final Joined ANNA = new Joined("anna@example.org", "Anna \"Änne\" Öst", Optional.of("0461"),
            new BigDecimal("12345678901234567890.120"));

    private final Vault vault = Vault.open(new SystemWorld(), new MemoryDisk(), new UUID(1, 1), Optional.empty());
    private final EventCodec codec = codec(Club.APPLICATION);

    private EventCodec codec(Application application) {
        return new EventCodec(application, Privacy.of(application.personalKeys(), vault));
    }

    private static StoredEvent stored(NewEvent event, int version, byte[] data) {
        return new StoredEvent(new EventId("c-1/0"), POSITION, event.type(), version, new Stamp(1, 2),
                Optional.empty(), Origin.of("test"), event.keys(), () -> 1, data);
    }

    private static StoredEvent stored(NewEvent event) {
        return stored(event, event.version(), event.data());
    }

    private static String text(NewEvent event) {
        return new String(event.data(), StandardCharsets.UTF_8);
    }

    private void forget(NewEvent event) {
        vault.erase(event.keys().getFirst(), 1, 1);
    }

    @Test
    void nothing_personal_is_stored_in_clear_and_all_of_it_is_read_back() {
        var event = codec.encode(ANNA);
        assertThat(text(event))
                .startsWith("{\"fee\":12345678901234567890.120,\"thence.personal\":{\"subject\":\"member\","
                        + "\"generation\":1,\"text\":{\"email\":\"")
                .doesNotContain("anna").doesNotContain("Anna").doesNotContain("0461");
        assertThat(event.keys()).hasSize(1);
        assertThat(event.keys().getFirst().value()).matches("[0-9a-f]{32}");
        assertThat(event.keys().getFirst()).isEqualTo(codec.filed(Club.MEMBER, ANNA.email()));
        assertThat(codec.decode(stored(event)).data()).isEqualTo(ANNA);
        assertThat(codec.data(event)).isEqualTo(ANNA);
        var none = new Joined("b@example.org", "B", Optional.empty(), BigDecimal.ONE);
        assertThat(codec.decode(stored(codec.encode(none))).data()).isEqualTo(none);
    }

    @Test
    void of_one_who_is_forgotten_texts_are_blank_and_optionals_empty() {
        var event = codec.encode(ANNA);
        forget(event);
        assertThat(codec.decode(stored(event)).data()).isEqualTo(new Joined("", "", Optional.empty(), ANNA.fee()));
        var again = codec.encode(ANNA);
        assertThat(again.keys()).as("comes again under the same key").isEqualTo(event.keys());
        assertThat(codec.decode(stored(again)).data()).isEqualTo(ANNA);
        assertThat(codec.decode(stored(event)).data()).isNotEqualTo(ANNA);
    }

    @Test
    void what_is_sealed_is_bound_to_its_person_and_its_type() {
        var anna = codec.encode(ANNA);
        var bert = codec.encode(new Visited("bert@example.org", 1));
        assertThatThrownBy(() -> codec.decode(new StoredEvent(new EventId("x"), POSITION, anna.type(), 1,
                new Stamp(1, 2), Optional.empty(), Origin.of("test"), bert.keys(), () -> 1, anna.data())))
                .isInstanceOf(Corrupt.class);
        var visit = NewEvent.of(bert.type(), 1, anna.keys(), anna.data());
        assertThatThrownBy(() -> codec.data(visit)).isInstanceOf(Corrupt.class);
        var nobody = NewEvent.of(anna.type(), 1, List.of(), anna.data());
        assertThatThrownBy(() -> codec.data(nobody)).isInstanceOf(Undecodable.class)
                .hasMessageContaining("not filed under the person");
    }

    @Test
    void what_was_stored_before_it_was_personal_is_read_as_it_is() {
        var old = "{\"email\":\"a@x\",\"name\":\"A\",\"phone\":null,\"fee\":1}".getBytes(StandardCharsets.UTF_8);
        assertThat(codec.decode(stored(codec.encode(ANNA), 1, old)).data())
                .isEqualTo(new Joined("a@x", "A", Optional.empty(), BigDecimal.ONE));
    }

    record Note(String person, String full) {}

    record Renamed(String person, String first, String last) {}

    @Test
    void an_upcast_sees_the_text_and_of_the_forgotten_a_blank() {
        var person = Key.of("person");
        var before = codec(Application.named("notes").with(Events.of(Note.class)
                .type("noted", Note.class, person.of(Note::person)).personal(Note.class, person, "full")));
        var event = before.encode(new Note("17", "Anna Lee"));
        var after = codec(Application.named("notes").with(Events.of(Renamed.class)
                .type("noted", Renamed.class, person.of(Renamed::person)).personal(Renamed.class, person, "last")
                .upcast(Renamed.class, old -> {
                    var parts = (old.remove("full").asString() + " ").split(" ", -1);
                    return old.put("first", parts[0]).put("last", parts[1]);
                })));
        assertThat(after.decode(stored(event)).data()).isEqualTo(new Renamed("17", "Anna", "Lee"));
        forget(event);
        assertThat(after.decode(stored(event)).data()).isEqualTo(new Renamed("17", "", ""));
        var plain = codec(Application.named("notes").with(Events.of(Note.class)
                .type("noted", Note.class, person.of(Note::person))));
        assertThat(plain.decode(stored(event)).data()).as("not personal any more").isEqualTo(new Note("17", ""));
    }

    @Test
    void a_personal_text_that_a_plain_key_has_is_refused_when_it_is_written() {
        var person = Key.of("person");
        var topic = Key.of("topic");
        var sly = codec(Application.named("notes").with(Events.of(Note.class)
                .type("noted", Note.class, person.of(Note::person), topic.of(note -> new StringBuilder(note.full())
                        .reverse().reverse().toString()))
                .personal(Note.class, person, "full")));
        assertThatThrownBy(() -> sly.encode(new Note("17", "Anna"))).isInstanceOf(BadRequest.class)
                .hasMessage("a noted files its personal component 'full' in clear under key 'topic': make that key"
                        + " personal()");
    }

    @Test
    void text_that_looks_like_a_seal_is_text() {
        var codec = new EventCodec(Application.named("notes").with(Events.of(Note.class)
                .type("noted", Note.class, Key.of("person").of(Note::person))));
        var note = new Note("17", "\"thence.personal\":{\"text\":{}}}");
        assertThat(codec.decode(stored(codec.encode(note))).data()).isEqualTo(note);
    }

    @Test
    void without_the_keys_it_is_said_that_they_are_missing() {
        var event = codec.encode(ANNA);
        var without = new EventCodec(Club.APPLICATION);
        assertThatThrownBy(() -> without.decode(stored(event))).isInstanceOf(KeysMissing.class);
        var other = Vault.open(new SystemWorld(), new MemoryDisk(), new UUID(1, 1), Optional.empty());
        var wrong = new EventCodec(Club.APPLICATION, Privacy.of(Club.APPLICATION.personalKeys(), other));
        assertThatThrownBy(() -> wrong.decode(stored(event))).isInstanceOf(KeysMissing.class);
    }

    @Test
    void a_commands_hash_cannot_be_guessed_without_the_secret() {
        var join = new Join("a@x", "A", Optional.empty(), BigDecimal.ONE);
        assertThat(codec.hash(join)).isEqualTo(codec.hash(new Join("a@x", "A", Optional.empty(), BigDecimal.ONE)));
        assertThat(codec.hash(join)).isNotEqualTo(codec.hash(new Join("b@x", "A", Optional.empty(), BigDecimal.ONE)));
        assertThat(codec.hash(join)).isNotEqualTo(new EventCodec(Club.APPLICATION).hash(join));
    }

    @Test
    void a_plain_key_is_filed_as_it_is() {
        assertThat(codec.filed(Club.HOUSE, "north")).isEqualTo(new KeyValue("house", "north"));
    }
}
