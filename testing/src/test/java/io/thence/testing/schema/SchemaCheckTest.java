// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.schema;

import io.thence.Application;
import io.thence.Events;
import io.thence.Key;
import io.thence.schema.Compatibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What users call in their tests, from the first release to a change that is refused, mended and released. */
class SchemaCheckTest {

    private static final Key<String> ACCOUNT = Key.of("account");

    record Deposited(String account, int cents) {}

    record DepositedToday(String account, long euros) {}

    private static final Application FIRST = Application.named("bank").with(Events.of(Deposited.class)
            .type("account.deposited", Deposited.class, ACCOUNT.of(Deposited::account)));

    private static final Events<DepositedToday> TODAY = Events.of(DepositedToday.class)
            .type("account.deposited", DepositedToday.class, ACCOUNT.of(DepositedToday::account));

    private static final Application BROKEN = Application.named("bank").with(TODAY);

    private static final Application MENDED = Application.named("bank").with(TODAY.upcast(DepositedToday.class,
            stored -> stored.put("euros", stored.remove("cents").asLong() / 100)));

    @TempDir
    Path folder;

    @Test
    void a_change_is_refused_with_all_findings_until_it_is_mended() throws IOException {
        var file = folder.resolve("bank.events.json");
        assertThatThrownBy(() -> SchemaCheck.of(FIRST).against(file)).isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("there is no baseline " + file);
        SchemaCheck.of(FIRST).accept(file);
        SchemaCheck.of(FIRST).in(Compatibility.FULL).against(file);
        var before = Files.readString(file);
        assertThatThrownBy(() -> SchemaCheck.of(BROKEN).against(file)).isInstanceOf(AssertionError.class)
                .hasMessage("application 'bank' is not compatible with " + file + """
                        :
                          - account.deposited: 'cents' was removed without an upcast, so stored values of it would be \
                        lost in silence: add .upcast(DepositedToday.class, stored -> ..), which drops or moves it, or \
                        put 'cents' back
                          - account.deposited: 'euros' was added without an upcast, and stored events do not have it: \
                        add .upcast(DepositedToday.class, stored -> ..), which gives it a value, or make it an \
                        Optional""");
        SchemaCheck.of(MENDED).against(file);
        assertThat(Files.readString(file)).as("a check writes nothing").isEqualTo(before);
        SchemaCheck.of(MENDED).accept(file);
        assertThat(Files.readString(file)).contains("\"1\": {").contains("\"2\": {");
        assertThatThrownBy(() -> SchemaCheck.of(FIRST).against(file)).hasMessageContaining("put its upcasts back");
    }

    @Test
    void golden_files_are_read_by_every_later_version() throws IOException {
        var first = folder.resolve("1.0.jsonl");
        GoldenFiles.of(FIRST).record(first, List.of(new Deposited("a", 500), new Deposited("b", 1)));
        assertThat(Files.readAllLines(first)).first().isEqualTo("{\"type\":\"account.deposited\",\"version\":1,"
                + "\"keys\":[\"account/a\"],\"data\":{\"account\":\"a\",\"cents\":500},\"read\":[{\"type\":"
                + "\"account.deposited\",\"data\":{\"account\":\"a\",\"cents\":500}}]}");
        GoldenFiles.of(FIRST).check(folder);
        assertThatThrownBy(() -> GoldenFiles.of(FIRST).record(first, List.of())).hasMessageContaining("there already");
        assertThatThrownBy(() -> GoldenFiles.of(MENDED).check(folder)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("1.0.jsonl:1\n    was ").hasMessageContaining("\"euros\":5}}]}");
        GoldenFiles.of(MENDED).expect(first);
        GoldenFiles.of(MENDED).record(folder.resolve("2.0.jsonl"), List.of(new DepositedToday("a", 7)));
        assertThatCode(() -> GoldenFiles.of(MENDED).check(folder)).doesNotThrowAnyException();
        assertThat(Files.readAllLines(first)).first().asString().contains("\"data\":{\"account\":\"a\",\"cents\":500}");
        assertThatThrownBy(() -> GoldenFiles.of(FIRST).check(folder))
                .hasMessageContaining("2.0.jsonl:1").hasMessageContaining("use a newer version of it");
        assertThatThrownBy(() -> GoldenFiles.of(FIRST).check(Files.createDirectory(folder.resolve("none"))))
                .hasMessageStartingWith("there is no golden event in ");
    }

    record Booked(String account, String text, long cents) {}

    @Test
    void golden_files_hold_two_events_that_are_one_today() throws IOException {
        var file = folder.resolve("1.0.jsonl");
        var line = "{\"type\":\"%s\",\"version\":1,\"keys\":[\"account/a\"],\"data\":{\"account\":\"a\",%s},"
                + "\"read\":[]}";
        var stored = List.of(line.formatted("text.set", "\"text\":\"rent\""), line.formatted("sum.set", "\"cents\":5"));
        Files.write(file, stored);
        var bank = GoldenFiles.of(Application.named("bank").with(Events.of(Booked.class)
                .type("account.booked", Booked.class, Key.of("account").of(Booked::account))
                .retired("text.set").retired("sum.set").merged(List.of("text.set", "sum.set"), Booked.class, 1,
                        (text, sum) -> text.put("cents", sum.get("cents").asLong()))));
        assertThatThrownBy(() -> bank.check(folder)).hasMessageContaining("1.0.jsonl:2\n    was ");
        bank.expect(file);
        assertThat(Files.readAllLines(file)).containsExactly(stored.getFirst(), stored.getLast().replace("\"read\":[]",
                "\"read\":[{\"type\":\"account.booked\",\"data\":{\"account\":\"a\",\"text\":\"rent\","
                        + "\"cents\":5}}]"));
        assertThatCode(() -> bank.check(folder)).doesNotThrowAnyException();
        Files.write(file, stored.subList(0, 1));
        assertThatThrownBy(() -> bank.check(folder)).hasMessageContaining("and none is there for it");
    }
}
