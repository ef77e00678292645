// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

/** Told how far something is. */
@FunctionalInterface
public interface Watch {
    /** {@code bytes} of {@code total} are dealt with. */
    void at(long bytes, long total);
}
