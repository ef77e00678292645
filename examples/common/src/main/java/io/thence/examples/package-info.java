// SPDX-License-Identifier: Apache-2.0
/**
 * What all examples share. An {@link io.thence.examples.Example} is an application, what it is fed with and what can be
 * asked then; {@link io.thence.examples.ExampleOptions} runs one from the command line.
 */
@NullMarked
package io.thence.examples;

import org.jspecify.annotations.NullMarked;
