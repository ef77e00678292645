// SPDX-License-Identifier: Apache-2.0
/**
 * The only door to clock, chance, threads, waiting and disk. Everything else is a function of what comes through here,
 * so a simulator can stand in for the machine.
 */
@NullMarked
package io.thence.world;

import org.jspecify.annotations.NullMarked;
