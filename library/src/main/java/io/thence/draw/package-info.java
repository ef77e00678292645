// SPDX-License-Identifier: Apache-2.0
/** An application as documents for those who do not read its code. */
@NullMarked
package io.thence.draw;

import org.jspecify.annotations.NullMarked;
