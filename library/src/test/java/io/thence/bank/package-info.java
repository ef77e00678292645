// SPDX-License-Identifier: Apache-2.0
/** A small bank: an application that the tests of every package run. */
@NullMarked
package io.thence.bank;

import org.jspecify.annotations.NullMarked;
