// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

/** What happened in the school. */
public sealed interface SchoolEvent {

    /** The course that it is about. */
    String course();

    /** A course can be taken, by as many as it has seats. */
    record CourseOpened(String course, int seats) implements SchoolEvent {}

    /** Enrolment in a course has ended. */
    record CourseClosed(String course) implements SchoolEvent {}

    /** A student takes a course. */
    record Enrolled(String course, String student) implements SchoolEvent {}

    /** A student no longer takes a course. */
    record Left(String course, String student) implements SchoolEvent {}
}
