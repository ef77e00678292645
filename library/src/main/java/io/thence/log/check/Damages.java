// SPDX-License-Identifier: Apache-2.0
package io.thence.log.check;

import io.thence.ThenceException;
import io.thence.log.check.VerifyReport.Damage;
import java.util.ArrayList;
import java.util.List;

/** Collects damages; of very many, only the first are kept. */
final class Damages {

    private final List<Damage> first = new ArrayList<>();
    private long count;

    void add(String file, long offset, String what) {
        add(new Damage(file, offset, what));
    }

    private void add(Damage damage) {
        count++;
        if (first.size() < VerifyReport.LIST_MAX) {
            first.add(damage);
        }
    }

    /** Adds what reading {@code file} failed with. */
    void add(String file, ThenceException failure) {
        add(Damage.of(file, failure));
    }

    long count() {
        return count;
    }

    List<Damage> list() {
        return first;
    }
}
