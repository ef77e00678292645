// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What views warn of, from now on until it is closed. */
final class Warnings extends Handler {

    private static final Logger VIEWS = Logger.getLogger("io.thence.view");

    private final List<String> all = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<String> next = new LinkedBlockingQueue<>();

    private Warnings() {}

    static Warnings listen() {
        var warnings = new Warnings();
        VIEWS.addHandler(warnings);
        VIEWS.setLevel(Level.WARNING); // others may have quieted all of the library
        return warnings;
    }

    @Override
    public void publish(LogRecord message) {
        if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
            all.add(message.getMessage());
            next.add(message.getMessage());
        }
    }

    /** Those with some words in them. */
    List<String> with(String words) {
        return all.stream().filter(one -> one.contains(words)).toList();
    }

    /** The next one with some words in it, as soon as it comes. */
    String next(String words) {
        try {
            for (var one = next.poll(60, TimeUnit.SECONDS); one != null; one = next.poll(60, TimeUnit.SECONDS)) {
                if (one.contains(words)) {
                    return one;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new AssertionError("nobody said: " + words);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        VIEWS.removeHandler(this);
        VIEWS.setLevel(null);
    }
}
