// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.regex.Pattern;

/** What a name that is stored, drawn and typed may look like. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");
    private static final int LENGTH_MAX = 100;

    private Names() {}

    static void check(String what, String name) {
        if (name.length() > LENGTH_MAX || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " name '" + name + "': use up to " + LENGTH_MAX
                    + " lower case letters and digits in words joined by dots or dashes, as in account.deposited");
        }
    }
}
