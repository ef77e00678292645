// SPDX-License-Identifier: Apache-2.0
/** Disks for tests: one that loses what was not flushed, and one whose flushes end when the test says so. */
@NullMarked
package io.thence.testing.disk;

import org.jspecify.annotations.NullMarked;
