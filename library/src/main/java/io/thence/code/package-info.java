// SPDX-License-Identifier: Apache-2.0
/** An application's code and types as text that stays the same as long as they do the same. */
@NullMarked
package io.thence.code;

import org.jspecify.annotations.NullMarked;
