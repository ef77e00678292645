// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.ThenceException;
import io.thence.log.check.VerifyReport.Damage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects damages; of very many, only the first are kept. */
final class Damages {

    /** How such messages begin: file, offset, what. */
    private static final Pattern PLACED = Pattern.compile("\\S+ at offset (\\d{1,18}): (.*)", Pattern.DOTALL);

    private final List<Damage> first = new ArrayList<>();
    private long count;

    void add(String file, long offset, String what) {
        count++;
        if (first.size() < VerifyReport.LIST_MAX) {
            first.add(new Damage(file, offset, what));
        }
    }

    /** Adds what reading {@code file} failed with. */
    void add(String file, ThenceException failure) {
        var text = String.valueOf(failure.getMessage());
        var parts = PLACED.matcher(text);
        if (parts.matches()) {
            add(file, Long.parseLong(parts.group(1)), parts.group(2));
        } else {
            add(file, 0, text);
        }
    }

    long count() {
        return count;
    }

    List<Damage> list() {
        return first;
    }
}
