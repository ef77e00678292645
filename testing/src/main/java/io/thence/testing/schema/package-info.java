// SPDX-License-Identifier: Apache-2.0
/**
 * Holds events to what was released of them: {@link io.thence.testing.schema.SchemaCheck} their shapes,
 * {@link io.thence.testing.schema.GoldenFiles} their bytes.
 */
@NullMarked
package io.thence.testing.schema;

import org.jspecify.annotations.NullMarked;
