// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.disk;

/** Sees each call of a {@link FaultyDisk} before it is made, on the thread that makes it. */
@FunctionalInterface
public interface CallWatch {

    /** A call to the file or folder {@code name} is about to be made, at {@code offset} where it has one, else 0. */
    void before(Call call, String name, long offset);
}
