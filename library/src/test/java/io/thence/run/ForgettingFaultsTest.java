// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Outcome;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.DiskFull;
import io.thence.ThenceException.PartStopped;
import io.thence.club.Club;
import io.thence.club.ClubCommand.Join;
import io.thence.club.ClubCommand.Visit;
import io.thence.log.LogSettings;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.thence.club.Club.MEMBER;
import static io.thence.club.Club.MEMBERS;
import static io.thence.club.Club.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A disk fails or is full while a person is forgotten: it is told, can be asked again, and nothing is left then. */
@Timeout(60)
class ForgettingFaultsTest {

    private static final String ANNA = "quenilda@forgetful.example";
    private static final String BERT = "rumbold@forgetful.example";
    private static final List<String> MARKERS = List.of("quenilda", "rumbold", "Marrowbone", "Sprockett");

    @TempDir
    private Path data;

    private static IllegalStateException cause() {
        return new IllegalStateException("made to fail");
    }

    private Engine engine(SpoiledDisk disk, SpoiledDisk keys) {
        return new Engine(new SystemWorld(), disk, LogSettings.SMALL, 1 << 20).keys(keys);
    }

    private SpoiledDisk disk() {
        return new SpoiledDisk(new FileDisk(data));
    }

    private SpoiledDisk keys() {
        return new SpoiledDisk(FileDisk.forOwner(data.resolve("keys")));
    }

    private Thence run(SpoiledDisk disk) {
        return Thence.run(Club.APPLICATION, engine(disk, keys()));
    }

    private static void write(Thence club) {
        club.send(new Join(ANNA, "Marrowbone", Optional.of("1"), BigDecimal.ONE));
        club.send(new Join(BERT, "Sprockett", Optional.of("2"), BigDecimal.ONE));
        club.send(new Visit("m", 1));
        club.query(MEMBERS).upTo(club.store().head()).list(
                "select name from members where name is not null", row -> row.text("name"));
    }

    private static void fill(SpoiledDisk disk, Thence club) {
        disk.fail((call, name) -> call.equals("allocate")
                ? Optional.of(new DiskFull(name, cause())) : Optional.empty());
        assertThatThrownBy(() -> {
            for (Outcome outcome = club.send(new Visit("m", 1)); ; outcome = club.send(new Visit("m", 1))) {
                assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
            }
        }).isInstanceOf(DiskFull.class);
    }

    private void isGone(Thence club, String person) {
        assertThat(club.read(NAME, person)).isEmpty();
        assertThat(club.query(MEMBERS).upTo(club.store().head()).list("select * from members where member = ?",
                row -> row.text("email") + row.text("name") + row.text("phone"), club.filed(MEMBER, person)))
                .containsExactly("");
    }

    @Test
    void a_log_without_room_says_later_that_a_key_is_destroyed() throws IOException {
        var disk = disk();
        try (var club = run(disk)) {
            write(club);
            fill(disk, club);
            assertThatThrownBy(() -> club.forget(MEMBER, ANNA)).isInstanceOf(DiskFull.class);
            assertThat(club.read(NAME, ANNA)).as("its key is gone").isEmpty();
            disk.mend();
            var forgotten = club.forget(MEMBER, ANNA);
            assertThat(forgotten.repeated()).as("nothing had said so").isFalse();
            isGone(club, ANNA);
            assertThat(club.forget(MEMBER, ANNA)).satisfies(again -> {
                assertThat(again.repeated()).isTrue();
                assertThat(again.position()).isEqualTo(forgotten.position());
            });
            club.forget(MEMBER, BERT);
            isGone(club, BERT);
            assertThat(Remains.found(data, MARKERS)).isEmpty();
        }
    }

    @Test
    void another_one_who_is_forgotten_meanwhile_hides_nobody() throws IOException {
        var disk = disk();
        try (var club = run(disk)) {
            write(club);
            fill(disk, club);
            assertThatThrownBy(() -> club.forget(MEMBER, ANNA)).isInstanceOf(DiskFull.class);
            disk.mend();
            club.forget(MEMBER, BERT);
            isGone(club, BERT);
            isGone(club, ANNA);
            assertThat(Remains.found(data, MARKERS)).isEmpty();
        }
        try (var club = run(disk())) {
            isGone(club, ANNA);
            assertThat(club.forget(MEMBER, ANNA).repeated()).isTrue();
        }
        assertThat(Remains.found(data, MARKERS)).isEmpty();
    }

    @Test
    void keys_that_could_not_be_flushed_are_erased_when_it_is_asked_again() throws IOException {
        var keys = keys();
        try (var club = Thence.run(Club.APPLICATION, engine(disk(), keys))) {
            write(club);
            for (var person : List.of(ANNA, BERT)) {
                keys.fail((call, name) -> call.equals("flush") && name.startsWith("table")
                        ? Optional.of(new DiskFailed(name, cause())) : Optional.empty());
                assertThatThrownBy(() -> club.forget(MEMBER, person)).isInstanceOf(DiskFailed.class);
                assertThat(club.read(NAME, ANNA)).as("its key is gone").isEmpty();
                keys.mend();
            }
            assertThat(club.forget(MEMBER, BERT).repeated()).isFalse();
            isGone(club, ANNA);
            isGone(club, BERT);
            assertThat(Remains.found(data, MARKERS)).isEmpty();
        }
    }

    /** The first flush is of who is to be forgotten, a later one of the word that nothing is left of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_list_that_could_not_be_flushed_goes_on_when_its_disk_is_well(int failing) throws IOException {
        var keys = keys();
        try (var club = Thence.run(Club.APPLICATION, engine(disk(), keys))) {
            write(club);
            var flushes = new AtomicInteger();
            keys.fail((call, name) -> call.equals("flush") && name.startsWith("log")
                    && flushes.incrementAndGet() == failing ? Optional.of(new DiskFailed(name, cause()))
                            : Optional.empty());
            if (failing == 1) {
                assertThatThrownBy(() -> club.forget(MEMBER, ANNA)).isInstanceOf(DiskFailed.class)
                        .hasMessageContaining("list of erasures").hasMessageContaining("ask again");
            }
            club.forget(MEMBER, ANNA);
            club.forget(MEMBER, BERT);
            assertThat(flushes.get()).isGreaterThan(failing);
            isGone(club, ANNA);
            isGone(club, BERT);
            assertThat(Remains.found(data, MARKERS)).isEmpty();
        }
        try (var club = run(disk())) {
            assertThat(club.forget(MEMBER, ANNA).repeated()).isTrue();
            assertThat(club.forget(MEMBER, BERT).repeated()).isTrue();
        }
    }

    @Test
    void a_disk_that_fails_for_a_while_is_tried_again() throws IOException {
        var disk = disk();
        try (var club = run(disk)) {
            write(club);
            var failures = new AtomicInteger();
            disk.fail((call, name) -> call.equals("list") && name.equals("views") && failures.getAndIncrement() < 2
                    ? Optional.of(new DiskFailed(name, cause())) : Optional.empty());
            club.forget(MEMBER, ANNA);
            assertThat(failures.get()).isGreaterThan(2);
            club.forget(MEMBER, BERT);
            assertThat(Remains.found(data, MARKERS)).isEmpty();
        }
    }

    @Test
    void what_cannot_be_finished_is_told_to_who_asked_and_to_nobody_else() throws IOException {
        var disk = disk();
        try (var club = run(disk)) {
            write(club);
            disk.fail((call, name) -> call.equals("list") && name.equals("views")
                    ? Optional.of(new Corrupt("odd")) : Optional.empty());
            assertThatThrownBy(() -> club.forget(MEMBER, ANNA)).isInstanceOf(PartStopped.class)
                    .hasMessageContaining("is destroyed").hasMessageContaining("odd")
                    .hasMessageContaining("start again");
            disk.mend();
            club.forget(MEMBER, BERT);
            assertThat(Remains.found(data, MARKERS)).isEmpty();
        }
    }
}
