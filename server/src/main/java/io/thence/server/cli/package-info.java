// SPDX-License-Identifier: Apache-2.0
/**
 * The command line: {@link io.thence.server.cli.Main}. Each subcommand is a {@link io.thence.server.cli.Subcommand};
 * other modules contribute theirs as services. Standard output carries results only; everything else goes to standard
 * error.
 */
@NullMarked
package io.thence.server.cli;

import org.jspecify.annotations.NullMarked;
