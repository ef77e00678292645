// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * Tells somebody of alerts: by a log, a web hook, a mail. It is called from several threads, and may wait, under a
 * limit of its own. That it is to be called is written down before, and that it was after: so it is called again only
 * where that is not known, after a crash or a failure, and under the same key.
 */
public interface Notifier {

    /** Writes them to the log of the process, by {@code System.Logger}: as a warning, or as information once over. */
    Notifier LOG = new Notifier() {

        private static final System.Logger OUT = System.getLogger(Alert.class.getName());

        @Override
        public String name() {
            return "log";
        }

        @Override
        public void notify(String key, Notice notice) {
            OUT.log(notice.isRaised() ? System.Logger.Level.WARNING : System.Logger.Level.INFO, notice.toString());
        }
    };

    /** Stands in the log of events, and keys are made of it; never changes. */
    String name();

    /**
     * Tells of {@code notice}.
     *
     * @param key the same whenever this is told to the same, and for nothing else: a UUID of 36 characters
     * @throws Exception if that does not succeed: it is called again, as the alert's {@link Policy} says
     */
    void notify(String key, Notice notice) throws Exception;
}
