// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Events;
import io.thence.Key;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Outcome;
import io.thence.Projection;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.KeysMissing;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.StartRefused;
import io.thence.club.Club;
import io.thence.club.ClubCommand.Join;
import io.thence.club.ClubCommand.Visit;
import io.thence.event.EventCodec;
import io.thence.keep.Backup;
import io.thence.keep.Restore;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Truncation;
import io.thence.world.FileDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.club.Club.HOUSE;
import static io.thence.club.Club.MEMBER;
import static io.thence.club.Club.MEMBERS;
import static io.thence.club.Club.MINUTES;
import static io.thence.club.Club.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is left of a person who is forgotten: nothing, in any file, nor in a copy of the log from before. */
@Timeout(60)
class ForgettingTest {

    static final String EMAIL = "quenilda@forgetful.example";
    private static final String PERSON = "Quenilda Marrowbone-Sprockett";
    private static final String PHONE = "+44-7700-900461";
    private static final List<String> MARKERS = List.of(EMAIL, PERSON, PHONE, "Quenilda", "Marrowbone", "900461");
    private static final BigDecimal FEE = new BigDecimal("12.50");

    @TempDir
    private Path folder;

    private static Outcome join(Thence club, String email, String name) {
        return club.send(new Join(email, name, Optional.of(PHONE), FEE), Send.as("join/" + name.hashCode()));
    }

    static void write(Thence club) {
        join(club, EMAIL, PERSON);
        for (int i = 0; i < 50; i++) {
            club.send(new Join("m" + i + "@members.example", "Member " + i, Optional.empty(), FEE));
        }
        club.send(new Visit(EMAIL, 30));
        club.send(new Visit(EMAIL, 12));
        assertThat(club.read(NAME, EMAIL)).as("a hot state").isEqualTo(PERSON);
    }

    private static List<String> row(Thence club) {
        return club.query(MEMBERS).upTo(club.store().head()).list("select * from members where member = ?",
                row -> row.text("email") + "|" + row.text("name") + "|" + row.text("phone") + "|"
                        + row.number("minutes"),
                club.filed(MEMBER, EMAIL));
    }

    static List<String> found(Path where) throws IOException {
        return Remains.found(where, MARKERS);
    }

    @Test
    void nothing_is_left_in_any_file_nor_in_a_copy_from_before() throws IOException {
        var data = folder.resolve("data");
        var backup = folder.resolve("backup");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data))) {
            write(club);
            assertThat(row(club)).containsExactly(EMAIL + "|" + PERSON + "|" + PHONE + "|42");
        }
        Remains.copy(data, backup, "keys");
        assertThat(found(data)).as("in clear in the view alone").containsExactly("views/members-v1.mv.db");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data))) {
            assertThat(club.read(NAME, EMAIL)).isEqualTo(PERSON);
            var forgotten = club.forget(MEMBER, EMAIL);
            assertThat(forgotten.repeated()).isFalse();
            assertThat(forgotten.events()).as("a join and two visits").isEqualTo(3);
            assertThat(forgotten.views()).containsExactly("members");
            assertThat(forgotten.subject().value()).matches("[0-9a-f]{32}");
            assertThat(found(data)).as("while it runs").isEmpty();
            assertThat(club.read(NAME, EMAIL)).isEmpty();
            assertThat(club.read(MINUTES, EMAIL)).as("is not personal").isEqualTo(42);
            assertThat(row(club)).containsExactly("|||42");
            var again = club.forget(MEMBER, EMAIL);
            assertThat(again.repeated()).isTrue();
            assertThat(again.events()).as("without those that say it is erased").isEqualTo(3);
            assertThat(club.forget(MEMBER, "quenild@forgetful.example").events()).as("misspelled").isZero();
            assertThat(club.read(NAME, "m7@members.example")).as("another one").isEqualTo("Member 7");
        }
        assertThat(found(data)).as("when it is closed").isEmpty();

        Remains.copy(data.resolve("keys"), backup.resolve("keys"), "");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(backup))) {
            assertThat(club.read(NAME, EMAIL)).isEmpty();
            assertThat(row(club)).containsExactly("|||42");
            assertThat(club.forget(MEMBER, EMAIL).repeated()).as("waits for the views").isTrue();
            assertThat(found(backup)).as("the copy").isEmpty();
        }
    }

    @Test
    void no_copy_of_the_data_comes_near_keys() {
        try (var club = run()) {
            write(club);
            for (var near : List.of(data().resolve("keys"), data().resolve("keys/backup"))) {
                assertThatThrownBy(() -> club.backup(near)).isInstanceOf(BadRequest.class)
                        .hasMessageContaining("holds keys of persons");
            }
            assertThat(data().resolve("keys/backup")).doesNotExist();
            assertThatThrownBy(() -> club.backup(data().resolve("backup"))).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("which holds a store or a backup");
            assertThat(data().resolve("backup")).doesNotExist();
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Thence run(Projection members) {
        var club = Application.named("club").with(Club.EVENTS, Club.JOINING, Club.VISITING, members);
        return Thence.run(club, Engine.at(data()));
    }

    private Thence run() {
        return Thence.run(Club.APPLICATION, Engine.at(data()));
    }

    /** Decides that a person be forgotten, and stops before any view has heard of it. */
    private void decideOnly() {
        var engine = Engine.at(data());
        try (var disk = engine.disk();
                var store = LogStore.open(engine.world(), disk, engine.log());
                var personal = PersonalData.open(engine, store)) {
            personal.erase(personal.privacy(Club.APPLICATION.personalKeys()).filed(MEMBER.value(EMAIL)));
        } finally {
            engine.keys().close();
        }
    }

    @Test
    void what_was_decided_is_finished_after_the_next_start() throws IOException {
        try (var club = run()) {
            write(club);
        }
        decideOnly();
        assertThat(found(data())).containsExactly("views/members-v1.mv.db");
        try (var club = run()) {
            assertThat(club.read(NAME, EMAIL)).as("at once").isEmpty();
            assertThat(row(club)).containsExactly("|||42");
            for (int i = 0; i < 2_000 && !found(data()).isEmpty(); i++) {
                new SystemWorld().await(new Signal(), Duration.ofMillis(5)); // nobody asks again
            }
            assertThat(found(data())).isEmpty();
            assertThat(club.forget(MEMBER, EMAIL).repeated()).isTrue();
        }
    }

    @Test
    void keys_from_an_older_backup_forget_what_the_log_says() throws IOException {
        try (var club = run()) {
            write(club);
        }
        Remains.copy(data().resolve("keys"), folder.resolve("keys"), "");
        long head;
        try (var club = run()) {
            club.forget(MEMBER, EMAIL);
            head = club.store().head().number();
        }
        Remains.delete(data().resolve("keys"));
        Remains.copy(folder.resolve("keys"), data().resolve("keys"), "");
        try (var club = run()) {
            assertThat(club.read(NAME, EMAIL)).isEmpty();
            assertThat(club.store().head().number()).as("it has said so already").isEqualTo(head);
            assertThat(club.forget(MEMBER, EMAIL).repeated()).isTrue();
        }
    }

    @Test
    void without_its_keys_a_log_is_not_run_and_nothing_stays_locked() throws IOException {
        try (var club = run()) {
            write(club);
        }
        Remains.copy(data().resolve("keys"), folder.resolve("keys"), "");
        Remains.delete(data().resolve("keys").resolve("table"));
        assertThatThrownBy(this::run).isInstanceOf(KeysMissing.class).hasMessageContaining("keys");
        Remains.delete(data().resolve("keys"));
        Remains.copy(folder.resolve("keys"), data().resolve("keys"), "");
        try (var club = run()) {
            assertThat(club.read(NAME, EMAIL)).isEqualTo(PERSON);
        }
    }

    @Test
    void a_person_who_comes_again_is_known_again_and_the_old_text_stays_forgotten() throws IOException {
        try (var club = run()) {
            write(club);
            club.forget(MEMBER, EMAIL);
            club.send(new Join(EMAIL, "Quenilda the Second", Optional.empty(), FEE));
            assertThat(club.read(NAME, EMAIL)).isEqualTo("Quenilda the Second");
            assertThat(row(club)).containsExactly(EMAIL + "|Quenilda the Second|none|42");
        }
        Remains.delete(data().resolve("views"));
        try (var club = run()) {
            assertThat(row(club)).as("built anew").containsExactly(EMAIL + "|Quenilda the Second|none|42");
            assertThat(club.forget(MEMBER, EMAIL).repeated()).isFalse();
            assertThat(found(data())).isEmpty();
        }
    }

    @Test
    void read_models_that_nothing_runs_are_deleted() throws IOException {
        var other = new Projection("members", 2, MEMBERS.tables(), MEMBERS.clauses(), MEMBERS.erasings(),
                Optional.empty(), MEMBERS.annulling(), MEMBERS.swapping());
        try (var club = Thence.run(Application.named("club").with(Club.EVENTS, Club.JOINING, Club.VISITING, other),
                Engine.at(data()))) {
            write(club);
            club.await(other, club.store().head(), Duration.ofSeconds(20));
        }
        Files.writeString(data().resolve("views/members-v1.trace.db"), PERSON);
        Files.writeString(data().resolve("views/members-v1.aside.mv.db"), PERSON);
        try (var club = run()) {
            club.forget(MEMBER, EMAIL);
            assertThat(found(data())).isEmpty();
            assertThat(data().resolve("views/members-v2.mv.db")).doesNotExist();
            assertThat(row(club)).containsExactly("|||42");
        }
    }

    @Test
    void who_asks_meanwhile_is_answered() {
        try (var club = run()) {
            write(club);
            var world = new SystemWorld();
            var stop = new AtomicBoolean();
            var asked = new AtomicInteger();
            var failed = new AtomicReference<RuntimeException>();
            var asking = world.fork("asking", () -> {
                try {
                    while (!stop.get()) {
                        row(club);
                        asked.incrementAndGet();
                    }
                } catch (RuntimeException e) {
                    failed.set(e);
                }
            });
            for (int i = 0; i < 10; i++) {
                club.forget(MEMBER, "m" + i + "@members.example");
            }
            stop.set(true);
            asking.stop();
            assertThat(failed).hasNullValue();
            assertThat(asked.get()).isPositive();
            assertThat(row(club)).hasSize(1);
        }
    }

    @Test
    void many_may_be_forgotten_at_once() {
        try (var club = run()) {
            write(club);
            var world = new SystemWorld();
            var numbers = IntStream.range(0, 20)
                    .mapToObj(i -> world.fork("forget-" + i,
                            () -> club.forget(MEMBER, "m" + i + "@members.example"))).toList();
            numbers.forEach(World.Running::stop);
            assertThat(club.query(MEMBERS).upTo(club.store().head()).<Long>one(
                    "select count(*) n from members where name = ''", row -> row.number("n"))).isEqualTo(20);
            for (int i = 0; i < 20; i++) {
                assertThat(club.forget(MEMBER, "m" + i + "@members.example").repeated()).isTrue();
            }
        }
    }

    @Test
    void in_memory_too() {
        try (var club = Thence.run(Club.APPLICATION, Engine.inMemory())) {
            write(club);
            club.forget(MEMBER, EMAIL);
            assertThat(club.read(NAME, EMAIL)).isEmpty();
            assertThat(row(club)).containsExactly("|||42");
        }
    }

    @Test
    void a_view_that_has_stopped_is_named_and_the_rest_is_done_when_it_is_mended() throws IOException {
        var failing = MEMBERS.onErased(MEMBER, (_, _) -> {
            throw new IllegalStateException("thirteen");
        });
        try (var club = run(failing)) {
            write(club);
            assertThatThrownBy(() -> club.forget(MEMBER, EMAIL)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("projection 'members'").hasMessageContaining("mend it and start again");
            assertThat(club.read(NAME, EMAIL)).isEmpty();
        }
        try (var club = run()) {
            club.forget(MEMBER, EMAIL);
            assertThat(found(data())).isEmpty();
        }
    }

    @Test
    void a_key_cannot_become_personal_when_events_are_filed_in_clear() {
        record Noted(String person, String text) {}
        var person = Key.of("person");
        var events = Events.of(Noted.class).type("noted", Noted.class, person.of(Noted::person));
        var application = Application.named("notes");
        try (var notes = Thence.run(application.with(events), Engine.at(data()))) {
            notes.store().append(Append.of(List.of(new EventCodec(application.with(events))
                    .encode(new Noted("anna", "x"))), Origin.of("test")));
        }
        var personal = Events.of(Noted.class).type("noted", Noted.class, person.personal().of(Noted::person))
                .personal(Noted.class, person.personal(), "person");
        assertThatThrownBy(() -> Thence.run(application.with(personal), Engine.at(data())))
                .isInstanceOf(StartRefused.class).hasMessageContaining("key person: it is personal now");
        var components = events.personal(Noted.class, person, "text");
        Thence.run(application.with(components), Engine.at(data())).close();
    }

    @Test
    void only_persons_can_be_forgotten() {
        try (var club = Thence.run(Club.APPLICATION, Engine.inMemory())) {
            assertThatThrownBy(() -> club.forget(HOUSE, "north")).isInstanceOf(BadRequest.class)
                    .hasMessageContaining("'house'");
        }
    }

    @Test
    void one_whose_stream_has_a_tombstone_is_forgotten_too() throws IOException {
        try (var club = run()) {
            write(club);
            var member = new KeyValue("member", club.filed(MEMBER, EMAIL));
            club.store().append(Append.of(List.of(Truncation.tombstone(member)), Origin.of("test")));
            assertThat(club.forget(MEMBER, EMAIL).repeated()).isFalse();
            assertThat(club.forget(MEMBER, EMAIL).repeated()).isTrue();
            assertThat(found(data())).isEmpty();
            assertThat(row(club)).containsExactly("|||42");
        }
    }

    @Test
    void a_backup_from_before_is_restored_without_the_person() throws IOException {
        var world = new SystemWorld();
        try (var club = run()) {
            write(club);
        }
        try (var to = new FileDisk(folder.resolve("backup"))) {
            new Backup(world, new FileDisk(data()), to, LogSettings.DEFAULT).run((_, _) -> {});
        }
        try (var club = run()) {
            club.forget(MEMBER, EMAIL);
        }
        try (var from = new FileDisk(folder.resolve("backup")); var to = new FileDisk(folder.resolve("restored"))) {
            new Restore(world, from, to).run((_, _) -> {});
        }
        assertThat(found(folder)).isEmpty();
        try (var club = Thence.run(Club.APPLICATION, Engine.at(folder.resolve("restored"))
                .keys(FileDisk.forOwner(data().resolve("keys"))))) {
            assertThat(club.read(NAME, EMAIL)).isEmpty();
            assertThat(club.read(NAME, "m7@members.example")).isEqualTo("Member 7");
            assertThat(row(club)).containsExactly("|||42");
            assertThat(club.forget(MEMBER, EMAIL).repeated()).isTrue();
        }
    }
}
