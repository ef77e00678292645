// SPDX-License-Identifier: Apache-2.0
package io.thence.personal;

import io.thence.KeyValue;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.NoStore;
import io.thence.world.Disk;
import io.thence.world.Disk.Access;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/** How values of personal keys are filed, so that the log has none in clear: under an HMAC with the store's secret. */
public final class Cover {

    /** Bytes of a filed value. */
    private static final int FILED_BYTES = 16;

    private static final String FILED = "thence key";

    private final byte[] secret;

    Cover(byte[] secret) {
        this.secret = secret;
    }

    /**
     * The cover of the keys {@code id}, if they are on {@code disk}. It takes no lock and writes nothing, so an
     * application may run there.
     */
    public static Optional<Cover> on(Disk disk, UUID id) {
        while (true) {
            var names = TableFiles.names(disk);
            var found = names.reversed().stream().flatMap(name -> head(disk, name).stream())
                    .filter(head -> head.id().equals(id)).findFirst();
            if (found.isPresent() || TableFiles.names(disk).equals(names)) { // it may have grown meanwhile
                return found.map(head -> new Cover(head.secret()));
            }
        }
    }

    private static Optional<TableHead> head(Disk disk, String name) {
        try (var file = disk.open(name, Access.READ)) {
            var in = ByteBuffer.allocate(TableHead.BYTES);
            file.fill(in, 0);
            return TableHead.read(in.flip(), name);
        } catch (NoStore | Corrupt | FormatTooNew _) {
            return Optional.empty(); // one that does not count, or one that verify tells of
        }
    }

    /** The HMAC-SHA256 of some texts and bytes under the store's secret; {@code use} keeps those of one use apart. */
    byte[] hmac(String use, byte[]... parts) {
        return Ciphers.hmac(secret, Parts.of(use.getBytes(StandardCharsets.UTF_8), Parts.of(parts)));
    }

    /** A value of a personal key as it is filed: 32 hexadecimal digits. */
    public KeyValue filed(KeyValue clear) {
        var hmac = hmac(FILED, clear.key().getBytes(StandardCharsets.UTF_8),
                clear.value().getBytes(StandardCharsets.UTF_8));
        return new KeyValue(clear.key(), HexFormat.of().formatHex(hmac, 0, FILED_BYTES));
    }
}
