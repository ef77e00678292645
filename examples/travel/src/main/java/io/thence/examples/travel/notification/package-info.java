// SPDX-License-Identifier: Apache-2.0
/** Mails to guests: an application of its own. */
@NullMarked
package io.thence.examples.travel.notification;

import org.jspecify.annotations.NullMarked;
