// SPDX-License-Identifier: Apache-2.0
/**
 * What events look like and how that may change: JSON Schemas, the baseline of what was released, the check against it,
 * and which versions a store still holds.
 */
@NullMarked
package io.thence.schema;

import org.jspecify.annotations.NullMarked;
