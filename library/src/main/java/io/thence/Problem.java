// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * A fault of an application that is found before it starts.
 *
 * @param where the part, by name
 * @param what  what is wrong
 * @param mend  what to do
 */
public record Problem(String where, String what, String mend) {
    @Override
    public String toString() {
        return where + ": " + what + "; " + mend;
    }
}
