// SPDX-License-Identifier: Apache-2.0
/** From commands to events: {@link io.thence.command.CommandPath} is the whole loop. */
@NullMarked
package io.thence.command;

import org.jspecify.annotations.NullMarked;
