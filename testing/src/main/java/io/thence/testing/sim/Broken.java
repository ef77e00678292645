// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that must hold does not: its name tells one failure from another when a life is made smaller. */
final class Broken extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String what;

    Broken(String what, String message, @Nullable Throwable cause) {
        super(what + ": " + message, cause);
        this.what = what;
    }

    /** Runs a check; what it throws means that {@code what} is broken. */
    static void demand(String what, Runnable check) {
        try {
            check.run();
        } catch (Broken | Killed e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new Broken(what, String.valueOf(e.getMessage() == null ? e : e.getMessage()), e);
        }
    }

    /** What is broken when a life ends with {@code failure}. */
    static String what(Throwable failure) {
        return find(failure).map(broken -> broken.what).orElseGet(() -> root(failure).getClass().getName());
    }

    /** The one that is told of. */
    static Throwable told(Throwable failure) {
        return find(failure).<Throwable>map(broken -> broken).orElse(failure);
    }

    private static Optional<Broken> find(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof Broken broken) {
                return Optional.of(broken);
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable failure) {
        var at = failure;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return at;
    }
}
