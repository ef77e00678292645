// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded engine: one log, one inverted index. {@link io.thence.log.LogStore} writes and reads,
 * {@link io.thence.log.LogFollower} reads beside a writer in another process.
 *
 * <p>An append goes through {@code write}: a request is judged, written as one of a group and flushed with it. A read
 * goes through {@code read}. Both stand on {@code state}, which follows from {@code frame}s in {@code segment}s;
 * {@code compact} writes segments anew, and {@code check} looks at all of it from outside.
 */
@NullMarked
package io.thence.log;

import org.jspecify.annotations.NullMarked;
