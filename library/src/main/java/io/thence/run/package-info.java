// SPDX-License-Identifier: Apache-2.0
/** Runs an application: {@link io.thence.run.Thence} on an {@link io.thence.run.Engine}. */
@NullMarked
package io.thence.run;

import org.jspecify.annotations.NullMarked;
