// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.sim.People.Meet;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static io.thence.testing.sim.People.NAME;
import static io.thence.testing.sim.People.NAMES;
import static io.thence.testing.sim.People.PERSON;
import static io.thence.testing.sim.People.TIMES;
import static org.assertj.core.api.Assertions.assertThat;

/** People are met and forgotten while the power goes at bad moments: the forgotten leave nothing, the others all. */
class ForgettingLivesTest {

    private static final int SEEDS = 60;
    private static final int PERSONS = 8;
    private static final String MARKER = "quenilda";

    private final AtomicReference<Disk> disk = new AtomicReference<>();

    @BeforeAll
    static void quiet() {
        BankTraces.quiet();
    }

    private static String email(String caller, int person) {
        return (isForgotten(person) ? MARKER : "anna") + person + "@" + caller + ".example";
    }

    private static boolean isForgotten(int person) {
        return person % 2 == 0;
    }

    private static void work(Caller caller) {
        for (int person = 0; person < PERSONS; person++) {
            var email = email(caller.name(), person);
            caller.send(new Meet(email, "Name " + email), caller.name() + "/" + person + "/1");
            caller.send(new Meet(email, "Name " + email), caller.name() + "/" + person + "/2");
            if (isForgotten(person) && person < PERSONS - 2) {
                caller.note("forgotten " + caller.thence().forget(PERSON, email).position());
            }
            if (caller.random().nextInt(3) == 0) {
                caller.pause(Duration.ofMillis(caller.random().nextInt(300)));
            }
        }
    }

    private Simulator simulator() {
        return Simulator.of(People.APP).on((world, on) -> {
            disk.set(on);
            return new Engine(world, on, LogSettings.SMALL, 10_000);
        }).caller("one", ForgettingLivesTest::work).caller("two", ForgettingLivesTest::work).check(this::check);
    }

    private void check(Thence people) {
        for (var caller : new String[] {"one", "two"}) {
            for (int person = 0; person < PERSONS; person++) {
                var email = email(caller, person);
                if (isForgotten(person)) {
                    people.forget(PERSON, email);
                }
                var name = isForgotten(person) ? "" : "Name " + email;
                assertThat(people.read(NAME, email)).isEqualTo(name);
                assertThat(people.read(TIMES, email)).isEqualTo(2);
                assertThat(people.query(NAMES).upTo(people.store().head()).<String>one(
                        "select name, times from names where person = ?", row -> row.text("name") + row.number("times"),
                        people.filed(PERSON, email))).isEqualTo(name + 2);
            }
        }
        for (var folder : new String[] {"log", "views", "keys/log", "keys/table"}) {
            assertThat(disk.get().list(folder)).isNotEmpty().allSatisfy(name ->
                    assertThat(text(folder + "/" + name)).as(name).doesNotContain(MARKER));
        }
    }

    private String text(String name) {
        var file = disk.get().open(name, Access.READ);
        var bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void the_forgotten_leave_nothing_and_the_others_all() {
        int crashes = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            crashes += simulator().run(seed).crashes();
        }
        assertThat(crashes).isGreaterThan(SEEDS);
    }

    @Test
    void the_same_seed_is_the_same_life() {
        for (long seed = 1; seed <= 10; seed++) {
            assertThat(simulator().run(seed)).isEqualTo(simulator().run(seed));
        }
    }
}
