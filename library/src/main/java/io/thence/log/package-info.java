// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded engine: one log, one inverted index. {@link io.thence.log.LogStore} writes and reads,
 * {@link io.thence.log.LogFollower} reads beside a writer in another process, {@link io.thence.log.Verify} checks.
 *
 * <p>The log is segments of framed batches ({@link io.thence.log.FrameHeader} has the layout). One writer
 * ({@link io.thence.log.LogWriter}) judges requests, writes what passes as one group and flushes it once.
 */
@NullMarked
package io.thence.log;

import org.jspecify.annotations.NullMarked;
