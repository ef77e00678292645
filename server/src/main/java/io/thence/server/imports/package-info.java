// SPDX-License-Identifier: Apache-2.0
/**
 * From lines of a file to events of a store: {@link io.thence.server.imports.Importing} reads {@link
 * io.thence.server.imports.Lines}, has a {@link io.thence.server.imports.Mapping} make an event of each, and appends
 * them in batches that say how far the file is done.
 */
@NullMarked
package io.thence.server.imports;

import org.jspecify.annotations.NullMarked;
