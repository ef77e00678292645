// SPDX-License-Identifier: Apache-2.0
/** When users were last seen: {@link io.thence.examples.lastlogin.LastLogin} is the application. */
@NullMarked
package io.thence.examples.lastlogin;

import org.jspecify.annotations.NullMarked;
