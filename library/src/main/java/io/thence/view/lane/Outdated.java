// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

/** A target holds what is annulled, and nothing undoes it: it must be made anew. */
public final class Outdated extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Outdated(String message) {
        super(message);
    }
}
