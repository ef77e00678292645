// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

/** A course: whether there is one, and how many of its seats are free. */
public record Course(boolean isOpen, int seatsFree) {

    /** No such course. */
    static final Course NONE = new Course(false, 0);

    Course free(int more) {
        return new Course(isOpen, seatsFree + more);
    }
}
