// SPDX-License-Identifier: Apache-2.0
/** Accounts of a bank: {@link io.thence.examples.bank.Bank} is the application. */
@NullMarked
package io.thence.examples.bank;

import org.jspecify.annotations.NullMarked;
