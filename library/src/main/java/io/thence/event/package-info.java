// SPDX-License-Identifier: Apache-2.0
/** Events and commands as bytes: canonical JSON, names and versions, content hashes. */
@NullMarked
package io.thence.event;

import org.jspecify.annotations.NullMarked;
