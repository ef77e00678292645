// SPDX-License-Identifier: Apache-2.0
/** Sealed segments written anew without what may go, and moved to an archive. */
@NullMarked
package io.thence.log.compact;

import org.jspecify.annotations.NullMarked;
