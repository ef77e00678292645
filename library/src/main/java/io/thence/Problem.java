// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * Something about an application that is found before it starts.
 *
 * @param severity whether it can run all the same
 * @param where    the part, by name
 * @param declared where the code declares the part
 * @param what     what is wrong
 * @param mend     what to do
 */
public record Problem(Severity severity, String where, CodePlace declared, String what, String mend) {

    /** How bad it is. */
    public enum Severity {
        /** The application does not start. */
        ERROR,
        /** It runs, and part of it may do nothing. */
        WARNING
    }

    /** An error that is in no one place of the code. */
    public Problem(String where, String what, String mend) {
        this(Severity.ERROR, where, CodePlace.UNKNOWN, what, mend);
    }

    /** Whether it keeps the application from running. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** All that it says but its severity: where, what, what to do, and the line of the code. */
    public String text() {
        return where + ": " + what + "; " + mend + (declared.isKnown() ? " [" + declared + "]" : "");
    }

    @Override
    public String toString() {
        return (isError() ? "" : "warning: ") + text();
    }
}
