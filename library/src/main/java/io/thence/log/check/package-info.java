// SPDX-License-Identifier: Apache-2.0
/**
 * What is done when trust is in question: {@link io.thence.log.check.Verify} checks every byte of a log,
 * {@link io.thence.log.check.Repair} saves what can be read of a damaged one.
 */
@NullMarked
package io.thence.log.check;

import org.jspecify.annotations.NullMarked;
