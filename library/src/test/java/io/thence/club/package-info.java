// SPDX-License-Identifier: Apache-2.0
/** A club that knows its members: an application with personal data. */
@NullMarked
package io.thence.club;

import org.jspecify.annotations.NullMarked;
