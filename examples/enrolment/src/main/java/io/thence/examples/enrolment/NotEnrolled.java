// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

/** Why a student is not enrolled in a course. */
public enum NotEnrolled {
    /** There is no such course. */
    NO_COURSE,
    /** Enrolment in the course has ended. */
    COURSE_CLOSED,
    /** The student takes it already. */
    TAKEN_ALREADY,
    /** All seats of the course are taken. */
    COURSE_FULL,
    /** The student takes as many courses as may be. */
    STUDENT_FULL
}
