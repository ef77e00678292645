// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.personal;

import io.thence.KeyValue;
import io.thence.ThenceException.DiskFailed;
import io.thence.personal.Privacy;
import io.thence.personal.Privacy.Scope;
import io.thence.personal.Vault;
import io.thence.testing.disk.Call;
import io.thence.testing.disk.FaultyDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** One flush of the table of keys fails, and the device lacks what it should have saved: nothing rests on that. */
class VaultFlushTest {

    private static final UUID LOG = new UUID(3, 4);
    private static final byte[] TEXT = "Quenilda".getBytes(StandardCharsets.UTF_8);
    private static final int SEEDS = 50;

    private static Vault open(FaultyDisk disk, Optional<UUID> known) {
        return Vault.open(new SystemWorld(), disk, LOG, known);
    }

    private static Scope scope(int person) {
        return new Scope("member.joined", new KeyValue("member", "p" + person));
    }

    private static byte[] seal(Vault vault, int person) {
        var seal = Privacy.of(Set.of(), vault).seal(scope(person));
        assertThat(seal.generation()).isEqualTo(1);
        return seal.seal("name", TEXT);
    }

    private static void demandText(Vault vault, int person, byte[] sealed) {
        assertThat(Privacy.of(Set.of(), vault).open(scope(person), 1).text("name", sealed)).contains(TEXT);
    }

    private static void failToSeal(FaultyDisk disk, Vault vault) {
        disk.failNextFlush();
        assertThatThrownBy(() -> seal(vault, 1)).isInstanceOf(DiskFailed.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_key_is_flushed_before_it_is_used_when_it_is_asked_for_again(boolean crash) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = new FaultyDisk(new SplittableRandom(seed));
            var vault = open(disk, Optional.empty());
            failToSeal(disk, vault);
            var sealed = seal(vault, 1);
            demandText(vault, 1, sealed);
            demandText(open(after(disk, crash), Optional.of(vault.id())), 1, sealed);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void also_by_the_process_after_the_one_whose_flush_failed(boolean crash) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var disk = new FaultyDisk(new SplittableRandom(seed));
            var id = Optional.of(open(disk, Optional.empty()).id());
            failToSeal(disk, open(disk, id));
            disk.endProcess();
            var sealed = seal(open(disk, id), 1);
            demandText(open(after(disk, crash), id), 1, sealed);
        }
    }

    private static FaultyDisk after(FaultyDisk disk, boolean crash) {
        if (crash) {
            return disk.crash();
        }
        disk.endProcess();
        return disk;
    }

    @Test
    void no_key_outlives_its_erasure_in_a_table_that_could_not_be_removed() {
        var disk = new FaultyDisk(new SplittableRandom(1));
        var vault = open(disk, Optional.empty());
        seal(vault, 0);
        var broken = new AtomicBoolean(true);
        disk.watch((call, name, _) -> {
            if (broken.get() && call == Call.WRITE && name.endsWith("0000000001.keys")
                    && disk.list("table").contains("0000000002.keys")) {
                throw new DiskFailed(name, new IllegalStateException("made to fail"));
            }
        });
        for (int person = 1; !disk.list("table").contains("0000000002.keys"); person++) {
            try {
                seal(vault, person);
            } catch (DiskFailed _) {
                assertThat(disk.list("table")).contains("0000000001.keys", "0000000002.keys");
            }
        }
        assertThatThrownBy(() -> vault.erase(scope(0).subject(), 1, 1)).as("its key is there yet")
                .isInstanceOf(DiskFailed.class);
        broken.set(false);
        vault.erase(scope(0).subject(), 1, 1);
        assertThat(disk.list("table")).containsExactly("0000000002.keys");
    }

    /** The first flush is of what was copied, the second of the head, with which it counts at the next opening. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_table_that_could_not_be_made_larger_is_not_taken_for_the_one_that_counts(int failing) {
        var disk = new FaultyDisk(new SplittableRandom(failing));
        var vault = open(disk, Optional.empty());
        var flushes = new AtomicInteger();
        disk.watch((call, name, _) -> {
            if (call == Call.FLUSH && name.endsWith("0000000002.keys") && flushes.incrementAndGet() == failing) {
                throw new DiskFailed(name, new IllegalStateException("made to fail"));
            }
        });
        int persons = 0;
        while (flushes.get() < failing) {
            try {
                seal(vault, persons);
            } catch (DiskFailed _) {
                assertThat(flushes).hasValue(failing);
            }
            persons++;
        }
        var sealed = new byte[20][];
        for (int i = 0; i < sealed.length; i++) {
            sealed[i] = seal(vault, persons + i);
        }
        var again = open(disk.copy(new SplittableRandom(1)), Optional.of(vault.id()));
        for (int i = 0; i < sealed.length; i++) {
            demandText(again, persons + i, sealed[i]);
        }
        persons += sealed.length;
        while (disk.list("table").contains("0000000001.keys")) {
            seal(vault, persons++);
        }
        disk.endProcess();
        demandText(open(disk, Optional.of(vault.id())), persons - sealed.length, seal(vault, persons - sealed.length));
    }
}
