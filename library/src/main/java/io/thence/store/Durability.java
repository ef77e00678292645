// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

/** When the caller of an append is answered. What others see is the same either way: only what survives a crash. */
public enum Durability {
    /** When the batch survives a crash. */
    FLUSHED,
    /**
     * When the batch is handed to the operating system. It survives the end of the process, and, once it is flushed, a
     * crash of the machine; until then nobody sees it. Its flush begins within 5 milliseconds, or when the one before
     * it is done.
     */
    WRITTEN
}
