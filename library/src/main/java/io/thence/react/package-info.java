// SPDX-License-Identifier: Apache-2.0
/** From events to commands: {@link io.thence.react.Reactor} runs one reaction, a lane for each part of its streams. */
@NullMarked
package io.thence.react;

import org.jspecify.annotations.NullMarked;
