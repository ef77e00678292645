// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.KeyValue;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.KeysMissing;
import io.thence.personal.Privacy.Scope;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import io.thence.world.FileDisk;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Keys in their files: what is kept, what is erased, and what is said when they are not there. */
class VaultTest {

    private static final UUID LOG = new UUID(7, 9);
    private static final String FILE = "table/0000000001.keys";
    private static final byte[] ANNA = "Anna".getBytes(StandardCharsets.UTF_8);

    private final World world = new SystemWorld();
    private final MemoryDisk disk = new MemoryDisk();

    @TempDir
    private Path folder;

    private Vault open(Disk on, Optional<UUID> known) {
        return Vault.open(world, on, LOG, known);
    }

    private static Scope scope(int person) {
        return new Scope("member.joined", new KeyValue("member", "p" + person));
    }

    private static byte[] seal(Vault vault, Scope scope) {
        return Privacy.of(Set.of(), vault).seal(scope).seal("name", ANNA);
    }

    private static Optional<byte[]> text(Vault vault, Scope scope, int generation, byte[] sealed) {
        return Privacy.of(Set.of(), vault).open(scope, generation).text("name", sealed);
    }

    @Test
    void who_is_interrupted_has_a_key_made_and_harms_nobody_else() {
        try (var files = new FileDisk(folder.resolve("keys")); var vault = open(files, Optional.empty())) {
            Thread.currentThread().interrupt();
            var sealed = seal(vault, scope(1));
            assertThat(Thread.interrupted()).as("he still is").isTrue();
            assertThat(text(vault, scope(1), 1, sealed)).hasValue(ANNA);
            assertThat(text(vault, scope(2), 1, seal(vault, scope(2)))).hasValue(ANNA);
        }
    }

    private byte[] bytes(String name) {
        var file = disk.open(name, Access.READ);
        var bytes = ByteBuffer.allocate((int) file.size());
        file.read(bytes, 0);
        return bytes.array();
    }

    private void overwrite(byte[] bytes, long at) {
        disk.open(FILE, Access.WRITE).write(ByteBuffer.wrap(bytes), at);
    }

    private static int find(byte[] bytes, byte[] part) {
        for (int at = 0; at <= bytes.length - part.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Computed by Python's hmac and cryptography packages. */
    @Test
    void what_is_stored_is_as_computed_elsewhere() {
        var vault = Vault.open(new KnownSecrets(), disk, LOG, Optional.empty());
        var privacy = Privacy.of(Set.of("member"), vault);
        var filed = privacy.filed(new KeyValue("member", "anna@example.org"));
        assertThat(filed).isEqualTo(new KeyValue("member", "ace85cdc3570566ab6553be30028a749"));
        assertThat(privacy.filed(new KeyValue("order", "17"))).isEqualTo(new KeyValue("order", "17"));
        var sealed = privacy.seal(new Scope("member.joined", filed)).seal("name", ANNA);
        assertThat(HexFormat.of().formatHex(sealed))
                .isEqualTo("404142434445464748494a4b833ad3e02d815549fd35e474a848bffecf92dcab");
        assertThat(privacy.hash("Join".getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8)).hex())
                .isEqualTo("a3049a0fa1bb8a8fc11ce83e7dea8e40acd9bf4164dc5f8e1cb89373b00db003");
    }

    @Test
    void a_key_is_kept_and_another_one_for_each_person() {
        var vault = open(disk, Optional.empty());
        var first = seal(vault, scope(1));
        assertThat(seal(vault, scope(1))).as("another nonce").isNotEqualTo(first);
        var again = open(disk, Optional.of(vault.id()));
        assertThat(text(again, scope(1), 1, first)).contains(ANNA);
        seal(again, scope(2));
        assertThatThrownBy(() -> text(again, scope(2), 1, first)).isInstanceOf(Corrupt.class)
                .hasMessageContaining("component 'name' of a member.joined cannot be decrypted");
        assertThatThrownBy(() -> text(again, scope(3), 1, first)).isInstanceOf(KeysMissing.class);
    }

    @Test
    void what_was_sealed_cannot_be_moved() {
        var privacy = Privacy.of(Set.of(), open(disk, Optional.empty()));
        var sealed = privacy.seal(scope(1)).seal("name", ANNA);
        assertThatThrownBy(() -> privacy.open(scope(1), 1).text("email", sealed)).isInstanceOf(Corrupt.class);
        var elsewhere = new Scope("member.renamed", scope(1).subject());
        assertThatThrownBy(() -> privacy.open(elsewhere, 1).text("name", sealed)).isInstanceOf(Corrupt.class);
        assertThat(privacy.open(scope(1), 1).text("name", sealed)).contains(ANNA);
    }

    @Test
    void an_erased_key_is_nowhere_in_the_file_and_stays_erased() {
        var vault = open(disk, Optional.empty());
        var sealed = seal(vault, scope(1));
        var key = vault.keyFor(scope(1).subject()).key().orElseThrow();
        assertThat(find(bytes(FILE), key)).isPositive();
        vault.erase(scope(1).subject(), 1, 1);
        assertThat(find(bytes(FILE), key)).isNegative();
        assertThat(find(bytes(FILE), Arrays.copyOf(key, 8))).isNegative();
        assertThat(text(vault, scope(1), 1, sealed)).isEmpty();
        var again = open(disk, Optional.of(vault.id()));
        assertThat(text(again, scope(1), 1, sealed)).isEmpty();
        assertThat(again.erased()).isEqualTo(1);
        var second = seal(again, scope(1));
        assertThat(again.generation(scope(1).subject())).contains(2);
        assertThat(text(again, scope(1), 2, second)).contains(ANNA);
        assertThat(text(again, scope(1), 1, sealed)).as("the first stays erased").isEmpty();
        assertThatThrownBy(() -> text(again, scope(1), 3, second)).isInstanceOf(KeysMissing.class)
                .hasMessageContaining("older than the log");
    }

    @Test
    void one_who_was_never_known_can_be_erased() {
        var vault = open(disk, Optional.empty());
        vault.erase(scope(5).subject(), 1, 1);
        assertThat(text(open(disk, Optional.of(vault.id())), scope(5), 1, new byte[40])).isEmpty();
    }

    @Test
    void a_table_that_is_full_grows_and_the_old_file_is_overwritten() {
        var vault = open(disk, Optional.empty());
        vault.erase(scope(0).subject(), 1, 1);
        var sealed = seal(vault, scope(1));
        var old = disk.open(FILE, Access.READ);
        int persons = 2;
        while (disk.list("table").contains("0000000001.keys")) {
            seal(vault, scope(persons++));
        }
        assertThat(persons).isGreaterThan(400);
        var left = ByteBuffer.allocate((int) old.size());
        old.read(left, 0);
        assertThat(find(left.array(), vault.keyFor(scope(1).subject()).key().orElseThrow())).isNegative();
        assertThat(disk.list("table")).containsExactly("0000000002.keys");
        var again = open(disk, Optional.of(vault.id()));
        assertThat(text(again, scope(1), 1, sealed)).contains(ANNA);
        for (int i = 1; i < persons; i++) {
            assertThat(again.generation(scope(i).subject())).contains(1);
        }
        assertThat(again.generation(scope(0).subject())).isEmpty();
        assertThat(again.latest(scope(0).subject())).isEqualTo(1);
        assertThat(again.erased()).isEqualTo(1);
    }

    @Test
    void a_table_that_has_grown_has_the_same_name_in_every_locale() {
        var locale = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            var vault = open(disk, Optional.empty());
            for (int person = 0; disk.list("table").contains("0000000001.keys"); person++) {
                seal(vault, scope(person));
            }
        } finally {
            Locale.setDefault(locale);
        }
        assertThat(disk.list("table")).containsExactly("0000000002.keys");
    }

    @Test
    void keys_that_are_not_there_or_are_another_logs_are_refused() {
        assertThatThrownBy(() -> open(disk, Optional.of(LOG))).isInstanceOf(KeysMissing.class)
                .hasMessageContaining("are not in " + disk.place());
        var vault = open(disk, Optional.empty());
        assertThatThrownBy(() -> open(disk, Optional.of(LOG))).isInstanceOf(KeysMissing.class)
                .hasMessageContaining("the keys in " + disk.place() + " are " + vault.id());
        assertThatThrownBy(() -> Vault.open(world, disk, new UUID(1, 1), Optional.of(vault.id())))
                .isInstanceOf(KeysMissing.class);
    }

    @Test
    void a_damaged_head_is_told_from_a_newer_one() {
        var id = Optional.of(open(disk, Optional.empty()).id());
        var head = Arrays.copyOf(bytes(FILE), 88);
        for (int bit = 0; bit < 88 * 8; bit++) {
            var flipped = head.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            overwrite(flipped, 0);
            assertThatThrownBy(() -> open(disk, id)).as("bit %d", bit)
                    .isInstanceOfAny(Corrupt.class, FormatTooNew.class).hasMessageContaining(FILE);
        }
        var newer = head.clone();
        newer[9] = 2;
        overwrite(newer, 0);
        assertThatThrownBy(() -> open(disk, id)).isInstanceOf(FormatTooNew.class).hasMessageContaining("format 2");
        overwrite(new byte[88], 0);
        assertThatThrownBy(() -> open(disk, id)).isInstanceOf(Corrupt.class).hasMessageContaining("is gone");
        assertThat(disk.list("table")).as("never thrown away").containsExactly("0000000001.keys");
        overwrite(head, 0);
        open(disk, id);
    }

    @Test
    void a_damaged_key_is_reported_with_its_place_and_not_replaced() {
        var vault = open(disk, Optional.empty());
        seal(vault, scope(1));
        var key = vault.keyFor(scope(1).subject()).key().orElseThrow();
        int at = find(bytes(FILE), key);
        for (int damaged : new int[] {at, at - 10, at - 2, at + 33}) {
            var before = bytes(FILE)[damaged];
            overwrite(new byte[] {(byte) (before ^ 4)}, damaged);
            var again = open(disk, Optional.of(vault.id()));
            assertThatThrownBy(() -> seal(again, scope(1))).isInstanceOf(Corrupt.class)
                    .hasMessageContaining("offset " + (at - KeySlot.KEY_AT));
            seal(again, scope(2));
            overwrite(new byte[] {before}, damaged);
        }
    }

    /** In the head and in all slots around the two that are taken: what is beside them is free. */
    @Test
    void a_bit_that_is_flipped_does_no_harm_or_is_reported_with_its_place() {
        var vault = open(disk, Optional.empty());
        var sealed = seal(vault, scope(1));
        int key = find(bytes(FILE), vault.keyFor(scope(1).subject()).key().orElseThrow());
        var forgotten = seal(vault, scope(2));
        int erased = find(bytes(FILE), vault.keyFor(scope(2).subject()).key().orElseThrow());
        vault.erase(scope(2).subject(), 1, 1);
        var id = Optional.of(vault.id());
        var sound = bytes(FILE);
        var bits = IntStream.concat(IntStream.range(0, 600 * 8), IntStream.of(key, erased)
                .flatMap(at -> IntStream.range((at - 28 - 64) * 8, (at - 28 + 128) * 8)));
        int reported = 0;
        for (int bit : bits.toArray()) {
            overwrite(new byte[] {(byte) (sound[bit / 8] ^ 1 << bit % 8)}, bit / 8);
            try {
                var again = open(disk, id);
                assertThat(again.erased()).as("bit %d", bit).isIn(0L, 1L);
                assertThat(text(again, scope(1), 1, sealed)).as("bit %d", bit).contains(ANNA);
                assertThat(text(again, scope(2), 1, forgotten)).as("bit %d", bit).isEmpty();
            } catch (Corrupt | FormatTooNew e) {
                reported++;
                assertThat(e).as("bit %d", bit).hasMessageContaining(FILE);
            }
            overwrite(new byte[] {sound[bit / 8]}, bit / 8);
        }
        assertThat(reported).as("the head, and most of two slots").isGreaterThan(1_000);
    }

    @Test
    void only_their_owner_may_read_them() throws IOException {
        open(FileDisk.forOwner(folder.resolve("keys")), Optional.empty()).close();
        var file = folder.resolve("keys").resolve(FILE);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("keys")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
}
