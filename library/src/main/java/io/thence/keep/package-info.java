// SPDX-License-Identifier: Apache-2.0
/**
 * Keeping a log over years: {@link io.thence.keep.Backup} and {@link io.thence.keep.Restore}. The log itself is packed,
 * compacted and archived by {@link io.thence.log.LogStore}.
 */
@NullMarked
package io.thence.keep;

import org.jspecify.annotations.NullMarked;
