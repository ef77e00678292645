// SPDX-License-Identifier: Apache-2.0
/** Hotels, their rooms and their guests: an application of its own. */
@NullMarked
package io.thence.examples.travel.booking;

import org.jspecify.annotations.NullMarked;
