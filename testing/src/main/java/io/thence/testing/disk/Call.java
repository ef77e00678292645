// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

/** What a {@link FaultyDisk} can be asked to do. */
public enum Call {
    OPEN(false),
    CREATE(true),
    LIST(false),
    DELETE(true),
    FLUSH_FOLDER(true),
    LOCK(false),
    SIZE(false),
    READ(false),
    WRITE(true),
    ALLOCATE(true),
    TRUNCATE(true),
    FLUSH(true),
    CLOSE(false);

    private final boolean changes;

    Call(boolean changes) {
        this.changes = changes;
    }

    /** Whether it changes what is on the disk, or what survives. */
    public boolean changes() {
        return changes;
    }
}
