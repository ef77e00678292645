// SPDX-License-Identifier: Apache-2.0
/** Goals for Maven: they ask the application in a process on its own class path, and hold the build to the answer. */
@NullMarked
package io.thence.maven;

import org.jspecify.annotations.NullMarked;
