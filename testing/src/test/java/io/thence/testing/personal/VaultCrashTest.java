// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.personal;

import io.thence.KeyValue;
import io.thence.ThenceException.DiskFailed;
import io.thence.personal.Privacy;
import io.thence.personal.Privacy.Scope;
import io.thence.personal.Vault;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lives of a vault that end by loss of power at any change of the disk, the growing of its table included: each key
 * that was used is there, each that was erased is not, and what was decided can be carried out again.
 */
class VaultCrashTest {

    private static final UUID LOG = new UUID(3, 4);
    private static final byte[] TEXT = "Quenilda".getBytes(StandardCharsets.UTF_8);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("thence.crash.seeds", 200));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_key_that_was_used_is_there_and_one_that_was_erased_is_not(long seed) {
        var lives = new Lives(seed, 0);
        for (int life = 0; life < 6; life++) {
            lives.live(30, 1 + lives.random.nextInt(60));
        }
    }

    /** About 700 persons fill the first table; every change of the disk while it grows is one at which power fails. */
    @ParameterizedTest
    @MethodSource("growths")
    void also_when_the_table_grows(long seed) {
        var lives = new Lives(seed, 640);
        for (int life = 0; life < 4; life++) {
            lives.live(400, 200 + lives.random.nextInt(2_000));
        }
        lives.liveUntilItGrew();
    }

    static LongStream growths() {
        return LongStream.rangeClosed(1, Integer.getInteger("thence.crash.seeds", 200) / 10);
    }

    private static final class Lives {

        private final Random random;
        private FaultyDisk disk;
        private Optional<UUID> known = Optional.empty();
        private int persons;
        private long erasures;
        /** What was sealed, by person, and is not erased. */
        private final Map<Integer, Sealed> sealed = new HashMap<>();
        /** What was sealed and is erased. */
        private final List<Sealed> erased = new ArrayList<>();
        /** The person whose erasure was decided and not reported done. */
        private Optional<Integer> decided = Optional.empty();

        private record Sealed(Scope scope, int generation, byte[] bytes) {}

        Lives(long seed, int persons) {
            random = new Random(seed);
            disk = new FaultyDisk(new SplittableRandom(seed));
            var vault = open();
            for (int i = 0; i < persons; i++) {
                seal(vault, i);
            }
        }

        private Vault open() {
            var vault = Vault.open(new SystemWorld(), disk, LOG, known);
            known = Optional.of(vault.id());
            return vault;
        }

        private static Scope scope(int person) {
            return new Scope("member.joined", new KeyValue("member", "p" + person));
        }

        private void seal(Vault vault, int person) {
            var seal = Privacy.of(Set.of(), vault).seal(scope(person));
            sealed.put(person, new Sealed(scope(person), seal.generation(), seal.seal("name", TEXT)));
            persons = Math.max(persons, person + 1);
        }

        void live(int steps, int changes) {
            disk.failPowerAfter(changes);
            try {
                var vault = open();
                redo(vault);
                for (int i = 0; i < steps; i++) {
                    step(vault);
                }
            } catch (DiskFailed _) {
                // The power has failed.
            }
            disk = disk.crash();
            check(open());
        }

        private void step(Vault vault) {
            if (random.nextInt(5) == 0 && !sealed.isEmpty()) {
                var whom = new ArrayList<>(sealed.keySet());
                erase(vault, whom.get(random.nextInt(whom.size())));
            } else {
                seal(vault, random.nextInt(3) == 0 && persons > 0 ? random.nextInt(persons) : persons);
            }
        }

        private void erase(Vault vault, int person) {
            decided = Optional.of(person);
            vault.erase(scope(person).subject(), sealed.get(person).generation(), ++erasures);
            done();
        }

        private void done() {
            erased.add(sealed.remove(decided.orElseThrow()));
            decided = Optional.empty();
        }

        private void redo(Vault vault) {
            if (decided.isPresent()) {
                var scope = scope(decided.get());
                vault.erase(scope.subject(), sealed.get(decided.get()).generation(), erasures);
                done();
            }
        }

        private void check(Vault vault) {
            redo(vault);
            var privacy = Privacy.of(Set.of(), vault);
            for (var is : sealed.values()) {
                assertThat(privacy.open(is.scope(), is.generation()).text("name", is.bytes())).contains(TEXT);
            }
            for (var was : erased) {
                assertThat(privacy.open(was.scope(), was.generation()).text("name", was.bytes())).isEmpty();
            }
            if (erasures > 0) {
                assertThat(vault.erased()).isEqualTo(erasures);
            }
            assertThat(new HashSet<>(disk.list("table"))).hasSize(1);
        }

        void liveUntilItGrew() {
            var vault = open();
            while (disk.list("table").contains("0000000001.keys")) {
                seal(vault, persons);
            }
            check(vault);
        }
    }
}
