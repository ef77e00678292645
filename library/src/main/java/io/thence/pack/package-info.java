// SPDX-License-Identifier: Apache-2.0
/**
 * Files that are written once, compressed, and read by the offsets of what was put in:
 * {@link io.thence.pack.PackedFile} has the layout. Knows nothing of events.
 */
@NullMarked
package io.thence.pack;

import org.jspecify.annotations.NullMarked;
