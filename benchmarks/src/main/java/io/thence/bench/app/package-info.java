// SPDX-License-Identifier: Apache-2.0
/** The suite {@code app}: applications that run, from command to read model, and what they are compared with. */
@NullMarked
package io.thence.bench.app;

import org.jspecify.annotations.NullMarked;
