// SPDX-License-Identifier: Apache-2.0
/** Numbers and texts as bytes, for the formats of files. */
@NullMarked
package io.thence.bytes;

import org.jspecify.annotations.NullMarked;
