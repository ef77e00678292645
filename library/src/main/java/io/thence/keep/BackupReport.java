// SPDX-License-Identifier: Apache-2.0
package io.thence.keep;

import io.thence.Lineage;

/**
 * What a backup has.
 *
 * @param lineage which log, in which life
 * @param head    position of its last event
 * @param files   how many files it has
 * @param bytes   their bytes
 */
public record BackupReport(Lineage lineage, long head, int files, long bytes) {

    static BackupReport of(BackupManifest manifest) {
        return new BackupReport(manifest.end().lineage(), manifest.end().head(), manifest.files().size(),
                manifest.files().stream().mapToLong(BackupManifest.Item::bytes).sum());
    }
}
