// SPDX-License-Identifier: Apache-2.0
/**
 * From questions to answers: {@link io.thence.query.QueryPath} finds what answers a question, {@link
 * io.thence.query.Ask} asks it, once or for every change.
 */
@NullMarked
package io.thence.query;

import org.jspecify.annotations.NullMarked;
