// SPDX-License-Identifier: Apache-2.0
/**
 * What can be asked of a store, as data: {@link io.thence.server.Operations}. Command line, HTTP and console are thin
 * views of it.
 */
@NullMarked
package io.thence.server;

import org.jspecify.annotations.NullMarked;
