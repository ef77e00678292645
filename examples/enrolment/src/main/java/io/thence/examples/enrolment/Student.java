// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.enrolment;

import java.util.Set;
import java.util.TreeSet;

/** A student: the courses that it takes. */
public record Student(Set<String> courses) {

    /** Takes none. */
    static final Student NEW = new Student(Set.of());

    public Student {
        courses = Set.copyOf(courses);
    }

    boolean takes(String course) {
        return courses.contains(course);
    }

    Student with(String course) {
        var more = new TreeSet<>(courses);
        more.add(course);
        return new Student(more);
    }

    Student without(String course) {
        var fewer = new TreeSet<>(courses);
        fewer.remove(course);
        return new Student(fewer);
    }
}
