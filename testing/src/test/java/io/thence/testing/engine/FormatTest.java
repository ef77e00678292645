// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.engine;

import io.thence.store.ContentHash;
import io.thence.world.MemoryDisk;
import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The format on disk does not change unnoticed: a log that is written in a world without chance has the bytes that it
 * had. Who means to change the format raises the version in the segment's head, sees to it that the older one is still
 * read, and puts the new hash here.
 */
class FormatTest {

    private static final String SHA_256 = "329432c38d25ee80b682673128be8f53ce2cbea4048e94d1f692b5031e01b0ab";

    @Test
    void aLogOfEverythingHasTheBytesThatItHad() {
        var disk = new MemoryDisk();
        Logs.writeOneOfEach(disk);

        var parts = new ArrayList<byte[]>();
        DiskImage.of(disk).files().forEach((name, bytes) -> {
            parts.add(Logs.utf8(name));
            parts.add(bytes);
        });
        assertThat(ContentHash.sha256(parts.toArray(byte[][]::new)).hex()).isEqualTo(SHA_256);
    }

    @Test
    void filesHaveTheSameNamesInEveryLocale() {
        var disk = new MemoryDisk();
        var locale = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            Logs.writeOneOfEach(disk);
        } finally {
            Locale.setDefault(locale);
        }
        assertThat(disk.list(DiskImage.FOLDER)).startsWith("0000000000.segment", "0000000001.segment");
    }
}
