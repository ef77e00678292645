// SPDX-License-Identifier: Apache-2.0
/**
 * What is stored about persons: its keys, and how they are destroyed. {@link io.thence.personal.Vault} keeps them;
 * {@link io.thence.personal.Privacy} is what writing and reading go through.
 */
@NullMarked
package io.thence.personal;

import org.jspecify.annotations.NullMarked;
