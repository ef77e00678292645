// SPDX-License-Identifier: Apache-2.0
/**
 * The tables of projections and where they lie: {@link io.thence.view.sql.Databases} opens a database,
 * {@link io.thence.view.sql.TableBatch} writes what a batch of events changes.
 */
@NullMarked
package io.thence.view.sql;

import org.jspecify.annotations.NullMarked;
