// SPDX-License-Identifier: Apache-2.0
/** Students enrol in courses: {@link io.thence.examples.enrolment.School} is the application. */
@NullMarked
package io.thence.examples.enrolment;

import org.jspecify.annotations.NullMarked;
