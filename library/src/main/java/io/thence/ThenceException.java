// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Everything that can go wrong, on one page, by when it happens. A refusal or a conflict is no exception but an
 * {@link Outcome}. Messages say what, where, and what to do next; {@link #again} says whether a repeat can help.
 */
public abstract sealed class ThenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private ThenceException(String message, Throwable... causes) {
        super(message, causes.length == 0 ? null : causes[0]);
    }

    /** Whether doing the same again, later, is safe and can succeed. */
    public boolean again() {
        return false;
    }

    // At the start.

    /** The application has faults; all are listed. */
    public static final class StartRefused extends ThenceException {
        private static final long serialVersionUID = 1L;
        private final transient List<Problem> problems;

        public StartRefused(String application, List<Problem> problems) {
            super("application '" + application + "' cannot start:\n"
                    + problems.stream().map(p -> "  - " + p).collect(Collectors.joining("\n")));
            this.problems = List.copyOf(problems);
        }

        /** The faults. */
        public List<Problem> problems() {
            return problems;
        }
    }

    /** Another process, named in the message, writes to the directory. */
    public static final class InUse extends ThenceException {
        private static final long serialVersionUID = 1L;

        private final String who;

        public InUse(String message) {
            super(message);
            who = message;
        }

        private InUse(String who, String otherwise) {
            super(who + ", or " + otherwise);
            this.who = who;
        }

        /** The same, which says what else can be done. */
        public InUse or(String otherwise) {
            return new InUse(who, otherwise);
        }

        @Override
        public boolean again() {
            return true;
        }
    }

    /** There is no store where one was to be read. */
    public static final class NoStore extends ThenceException {
        private static final long serialVersionUID = 1L;

        public NoStore(String message) {
            super(message);
        }
    }

    /** Stored bytes are damaged where they were known to be safe; the message has file and offset. */
    public static final class Corrupt extends ThenceException {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message) {
            super(message);
        }
    }

    /** A file was written by a newer version of Thence. */
    public static final class FormatTooNew extends ThenceException {
        private static final long serialVersionUID = 1L;

        public FormatTooNew(String message) {
            super(message);
        }
    }

    /** The keys of personal data are not there, or are those of another log; the message says where they should be. */
    public static final class KeysMissing extends ThenceException {
        private static final long serialVersionUID = 1L;

        public KeysMissing(String message) {
            super(message);
        }
    }

    // While writing.

    /** The disk is full; nothing was written. */
    public static final class DiskFull extends ThenceException {
        private static final long serialVersionUID = 1L;

        public DiskFull(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean again() {
            return true;
        }
    }

    /** The write or its flush failed: it may or may not be there. Open the store anew and send the same id again. */
    public static final class OutcomeUnknown extends ThenceException {
        private static final long serialVersionUID = 1L;

        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public boolean again() {
            return true;
        }
    }

    /** The store is closed, or has stopped after a failure; nothing was written. */
    public static final class Stopped extends ThenceException {
        private static final long serialVersionUID = 1L;

        public Stopped(String message) {
            super(message);
        }
    }

    /** What was asked for is over a limit or makes no sense; nothing was done. */
    public static final class BadRequest extends ThenceException {
        private static final long serialVersionUID = 1L;

        public BadRequest(String message) {
            super(message);
        }
    }

    /** A stored event or a command cannot be turned from or into JSON. */
    public static final class Undecodable extends ThenceException {
        private static final long serialVersionUID = 1L;

        public Undecodable(String message, Throwable... cause) {
            super(message, cause);
        }
    }

    // While handling.

    /** An attempt took longer than its policy allows, and was ended; what it did until then it may have done. */
    public static final class TimedOut extends ThenceException {
        private static final long serialVersionUID = 1L;

        public TimedOut(String message, Throwable... cause) {
            super(message, cause);
        }

        @Override
        public boolean again() {
            return true;
        }
    }

    /** A call to the outside was begun, and whether it has happened is not known; the message says who is to say so. */
    public static final class EffectUnknown extends ThenceException {
        private static final long serialVersionUID = 1L;

        public EffectUnknown(String message, Throwable... cause) {
            super(message, cause);
        }
    }

    // While reading.

    /** A read model has not reached the position that was asked for. */
    public static final class Behind extends ThenceException {
        private static final long serialVersionUID = 1L;

        public Behind(String message) {
            super(message);
        }

        @Override
        public boolean again() {
            return true;
        }
    }

    /** A read model does not show what is asked for, since an event could not be handled: mend that first. */
    public static final class Blocked extends ThenceException {
        private static final long serialVersionUID = 1L;

        private final transient Parked by;

        public Blocked(String message, Parked by) {
            super(message);
            this.by = by;
        }

        /** The key that waits. */
        public Parked by() {
            return by;
        }
    }

    /** A part stopped because its code failed; nothing is lost: it goes on from its checkpoint after a mend. */
    public static final class PartStopped extends ThenceException {
        private static final long serialVersionUID = 1L;

        public PartStopped(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The disk failed to read, or to do what was asked for. */
    public static final class DiskFailed extends ThenceException {
        private static final long serialVersionUID = 1L;

        public DiskFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A state that was kept on disk is not what its events give; only where that is compared. */
    public static final class SnapshotDiffers extends ThenceException {
        private static final long serialVersionUID = 1L;

        public SnapshotDiffers(String message) {
            super(message);
        }
    }
}
