// SPDX-License-Identifier: Apache-2.0
/** From events to commands: {@link io.thence.react.ReactionHandler} is what a reaction's processor takes events to. */
@NullMarked
package io.thence.react;

import org.jspecify.annotations.NullMarked;
