// SPDX-License-Identifier: Apache-2.0
/**
 * Events and commands as bytes: canonical JSON, names and versions, content hashes. Beside that what machines work
 * through: {@link io.thence.event.Ports}, {@link io.thence.event.Outside} and {@link io.thence.event.SystemStream}.
 */
@NullMarked
package io.thence.event;

import org.jspecify.annotations.NullMarked;
