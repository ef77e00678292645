// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.testing.disk.Call;

/** Sees each call of a trial to its disk before it is made. */
@FunctionalInterface
interface Watch {
    void before(Trial trial, Call call, String name, long offset);
}
