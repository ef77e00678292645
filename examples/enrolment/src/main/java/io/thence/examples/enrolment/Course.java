// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

/** A course: whether one may enrol in it, and how many of its seats are free. */
public record Course(Phase phase, int seatsFree) {

    /** Where a course is. */
    public enum Phase {
        /** There is no such course yet. */
        NONE,
        /** One may enrol in it. */
        OPEN,
        /** Enrolment has ended. */
        CLOSED
    }

    /** No such course. */
    static final Course NONE = new Course(Phase.NONE, 0);

    boolean is(Phase other) {
        return phase == other;
    }

    Course free(int more) {
        return new Course(phase, seatsFree + more);
    }

    Course closed() {
        return new Course(Phase.CLOSED, seatsFree);
    }
}
