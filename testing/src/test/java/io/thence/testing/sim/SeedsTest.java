// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Many lives: summed up, compared with those of other JVMs, and gone on with. */
class SeedsTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    @TempDir
    private Path directory;

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    static Simulator counted() {
        MADE.incrementAndGet();
        return Simulator.of(Bank.APP).caller("ann", caller -> caller.steps(2, i ->
                caller.send(new Bank.BankCommand.Open("ann" + i, 5))));
    }

    /** It notes what differs from JVM to JVM. */
    static Simulator salted() {
        return Simulator.of(Bank.APP).observe("names", _ -> new ArrayList<>(Set.of("ann", "bob", "cyd", "dan", "eve")));
    }

    @Test
    void what_was_met_is_summed_up() {
        var one = Seeds.of(SeedsTest::counted).run(1, 1);
        var all = Seeds.of(SeedsTest::counted).run(1, 4);
        assertThat(one.plus(Seeds.of(SeedsTest::counted).run(2, 4))).isEqualTo(all);
        assertThat(all.lives()).isEqualTo(4);
        assertThat(all.commands()).isEqualTo(8);
        assertThat(all.commandsMin()).isEqualTo(2);
        assertThat(all).hasToString(all.toString()).asString().startsWith("4 lives, 8 commands (at least 2 each), ");
        assertThatThrownBy(() -> Seeds.of(SeedsTest::counted).run(3, 2)).hasMessage("no seeds from 3 to 2");
    }

    @Test
    void a_seed_has_one_trace_in_other_jvms() {
        Seeds.of(BankLife::simulator).inTwoJvms(1, 3);
    }

    @Test
    void what_differs_from_jvm_to_jvm_is_found() {
        assertThatThrownBy(() -> Seeds.of(SeedsTest::salted).inTwoJvms(1, 3))
                .hasMessageStartingWith("two JVMs ").hasMessageContaining("\n    1 ");
    }

    @Test
    void what_another_jvm_cannot_make_is_refused() {
        var captured = new Object();
        assertThatThrownBy(() -> Seeds.of(() -> {
            assertThat(captured).isNotNull();
            return counted();
        }).inTwoJvms(1, 2)).hasMessageContaining("captures a java.lang.Object");
    }

    @Test
    void a_campaign_goes_on_where_it_was() throws IOException {
        var file = directory.resolve("new").resolve("campaign");
        var seeds = Seeds.of(SeedsTest::counted);
        assertThat(seeds.resume(file, 11, 13).lives()).isEqualTo(3);
        int before = MADE.get();
        var all = seeds.resume(file, 11, 15);
        assertThat(MADE.get() - before).isEqualTo(2);
        assertThat(all).isEqualTo(roundedAs(seeds.run(11, 15), all));
        assertThat(Files.readAllLines(file)).hasSize(2).first().asString().startsWith("11 13 3 6 2 ");
        assertThat(seeds.resume(file, 11, 15)).isEqualTo(all);
        assertThatThrownBy(() -> seeds.resume(file, 12, 15)).hasMessageContaining("of another campaign");
        Files.write(file, List.of("11 13 3 six"));
        assertThatThrownBy(() -> seeds.resume(file, 11, 15)).hasMessageContaining("is not how far a campaign is");
    }

    /** The file has milliseconds. */
    private static Summary roundedAs(Summary exact, Summary rounded) {
        assertThat(exact.virtual().minus(rounded.virtual()).toMillis()).isBetween(0L, 2L);
        return new Summary(exact.lives(), exact.commands(), exact.commandsMin(), exact.crashes(), exact.crashesMin(),
                exact.events(), exact.faults(), rounded.virtual());
    }
}
