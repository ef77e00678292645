// SPDX-License-Identifier: Apache-2.0
/** Reading events, in order or by what they are filed under, as far as they are durable. */
@NullMarked
package io.thence.log.read;

import org.jspecify.annotations.NullMarked;
