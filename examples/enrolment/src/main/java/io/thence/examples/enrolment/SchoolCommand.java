// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

/** What the school can be asked to do. */
public sealed interface SchoolCommand {

    /** Opens a course. */
    record OpenCourse(String course, int seats) implements SchoolCommand {}

    /** Ends the enrolment in a course. */
    record CloseCourse(String course) implements SchoolCommand {}

    /** Enrols a student in a course. */
    record Enrol(String course, String student) implements SchoolCommand {}

    /** Takes a student out of a course. */
    record Leave(String course, String student) implements SchoolCommand {}
}
