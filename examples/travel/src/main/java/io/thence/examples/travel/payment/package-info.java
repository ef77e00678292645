// SPDX-License-Identifier: Apache-2.0
/** Deposits, refunds and bills: an application of its own. */
@NullMarked
package io.thence.examples.travel.payment;

import org.jspecify.annotations.NullMarked;
