// SPDX-License-Identifier: Apache-2.0
/** Bookings of hotels: {@link io.thence.examples.travel.Hotels} is the application. */
@NullMarked
package io.thence.examples.travel;

import org.jspecify.annotations.NullMarked;
