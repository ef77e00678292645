// SPDX-License-Identifier: Apache-2.0
/**
 * Processes that a build starts on an application's class path, to hold the application to what was released and to
 * what it did. Build tools know them by their names and exit codes.
 */
@NullMarked
package io.thence.build;

import org.jspecify.annotations.NullMarked;
