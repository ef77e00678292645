// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Outcome;
import io.thence.Send;
import io.thence.club.Club;
import io.thence.club.ClubCommand.Join;
import io.thence.club.ClubCommand.Visit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.club.Club.MEMBER;
import static io.thence.club.Club.MEMBERS;
import static io.thence.club.Club.MINUTES;
import static io.thence.club.Club.NAME;
import static org.assertj.core.api.Assertions.assertThat;

/** What is left of a person who is forgotten: nothing, in any file, nor in a copy of the log from before. */
@Timeout(60)
class ForgettingTest {

    private static final String EMAIL = "quenilda@forgetful.example";
    private static final String PERSON = "Quenilda Marrowbone-Sprockett";
    private static final String PHONE = "+44-7700-900461";
    private static final List<String> MARKERS = List.of(EMAIL, PERSON, PHONE, "Quenilda", "Marrowbone", "900461");
    private static final BigDecimal FEE = new BigDecimal("12.50");

    @TempDir
    private Path folder;

    private static Outcome join(Thence club, String email, String name) {
        return club.send(new Join(email, name, Optional.of(PHONE), FEE), Send.as("join/" + name.hashCode()));
    }

    private static void write(Thence club) {
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

    /** The files below {@code where} in which a marker stands in some form. */
    private static List<String> found(Path where) throws IOException {
        var found = new ArrayList<String>();
        try (var files = Files.walk(where)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (var form : forms()) {
                    if (bytes.contains(form)) {
                        found.add(where.relativize(file).toString());
                        break;
                    }
                }
            }
        }
        return found;
    }

    private static List<String> forms() {
        var forms = new ArrayList<String>();
        for (var marker : MARKERS) {
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE,
                    StandardCharsets.UTF_16LE)) {
                var bytes = marker.getBytes(charset);
                forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
                for (int shift = 0; shift < 3; shift++) {
                    forms.add(inBase64(bytes, shift));
                }
            }
        }
        return forms;
    }

    /** What does not depend on the bytes around, {@code shift} bytes into a group of three. */
    private static String inBase64(byte[] bytes, int shift) {
        var shifted = new byte[bytes.length + shift];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        var text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        return text.substring(shift == 0 ? 0 : shift + 1, text.length() - 2);
    }

    private static void copy(Path from, Path to, boolean keys) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.sorted().toList()) {
                var inner = from.relativize(file);
                if (keys || !inner.startsWith("keys")) {
                    Files.createDirectories(to.resolve(inner).getParent());
                    Files.copy(file, to.resolve(inner));
                }
            }
        }
    }

    @Test
    void nothing_is_left_in_any_file_nor_in_a_copy_from_before() throws IOException {
        var data = folder.resolve("data");
        var backup = folder.resolve("backup");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data))) {
            write(club);
            assertThat(row(club)).containsExactly(EMAIL + "|" + PERSON + "|" + PHONE + "|42");
        }
        copy(data, backup, false);
        assertThat(found(data)).as("in clear in the view alone").containsExactly("views/members-v1.mv.db");
        try (var club = Thence.run(Club.APPLICATION, Engine.at(data))) {
            assertThat(club.read(NAME, EMAIL)).isEqualTo(PERSON);
            var forgotten = club.forget(MEMBER, EMAIL);
            assertThat(forgotten.repeated()).isFalse();
            assertThat(forgotten.views()).containsExactly("members");
            assertThat(forgotten.subject().value()).matches("[0-9a-f]{32}");
            assertThat(found(data)).as("while it runs").isEmpty();
            assertThat(club.read(NAME, EMAIL)).isEmpty();
            assertThat(club.read(MINUTES, EMAIL)).as("is not personal").isEqualTo(42);
            assertThat(row(club)).containsExactly("|||42");
            assertThat(club.forget(MEMBER, EMAIL).repeated()).isTrue();
            assertThat(club.read(NAME, "m7@members.example")).as("another one").isEqualTo("Member 7");
        }
        assertThat(found(data)).as("when it is closed").isEmpty();

        copy(data.resolve("keys"), backup.resolve("keys"), true);
        try (var club = Thence.run(Club.APPLICATION, Engine.at(backup))) {
            assertThat(club.read(NAME, EMAIL)).isEmpty();
            assertThat(row(club)).containsExactly("|||42");
            assertThat(club.forget(MEMBER, EMAIL).repeated()).as("waits for the views").isTrue();
            assertThat(found(backup)).as("the copy").isEmpty();
        }
    }
}
