// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.log.VerifyReport.Damage;
import java.util.ArrayList;
import java.util.List;

/** Collects damages; of very many, only the first are kept. */
final class Damages {

    private final List<Damage> first = new ArrayList<>();
    private long count;

    void add(String file, long offset, String what) {
        count++;
        if (first.size() < VerifyReport.LIST_MAX) {
            first.add(new Damage(file, offset, what));
        }
    }

    long count() {
        return count;
    }

    List<Damage> list() {
        return first;
    }
}
