// SPDX-License-Identifier: Apache-2.0
/**
 * From events to tables: {@link io.thence.view.SqlView} keeps one projection's database,
 * {@link io.thence.view.ViewQuery} asks it.
 */
@NullMarked
package io.thence.view;

import org.jspecify.annotations.NullMarked;
