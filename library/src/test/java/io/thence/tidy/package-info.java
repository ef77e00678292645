// SPDX-License-Identifier: Apache-2.0
/** The rules of the house that a program can check, and how it reads the sources. */
@NullMarked
package io.thence.tidy;

import org.jspecify.annotations.NullMarked;
