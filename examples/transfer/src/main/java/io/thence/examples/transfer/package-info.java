// SPDX-License-Identifier: Apache-2.0
/** Transfers between accounts: {@link io.thence.examples.transfer.Transfers} is the application. */
@NullMarked
package io.thence.examples.transfer;

import org.jspecify.annotations.NullMarked;
