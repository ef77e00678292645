// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Loads one daily file; goes on where a connection broke off. */
record DayTransfer(HttpClient client, URI base, CachedDay day) {

    /** A connection that breaks off is taken up again; no more often than this in all. */
    private static final int ATTEMPTS = 5;
    /** The largest file has half a megabyte: who takes longer, or sends more, is not the source. */
    private static final long ATTEMPT_SECONDS_MAX = 60;
    private static final long BYTES_MAX = 8 * 1024 * 1024;

    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    void run() throws Download.Unreachable, IOException {
        var broken = "";
        for (int attempt = 0; attempt < ATTEMPTS && !day.isWhole(); attempt++) {
            broken = attempt();
        }
        if (!day.isWhole()) {
            throw new Download.Unreachable(uri() + " broke off " + ATTEMPTS + " times (" + broken + ")");
        }
        day.keep();
    }

    private URI uri() {
        return base.resolve(day.day().name());
    }

    /** Answers with what broke it off. */
    private String attempt() throws Download.Unreachable, IOException {
        long loaded = day.loaded();
        if (loaded > BYTES_MAX) {
            throw day.refuse();
        }
        HttpResponse<Path> response;
        try {
            response = answer(loaded);
        } catch (BrokenOff broken) {
            return broken.why(); // what came is kept
        }
        int status = response.statusCode();
        if (status == RANGE_NOT_SATISFIABLE
                || (status == PARTIAL_CONTENT && !continues(response.headers(), loaded))) {
            Files.deleteIfExists(day.part());
            return "HTTP status " + status + " does not go on at byte " + loaded;
        }
        if (status != OK && status != PARTIAL_CONTENT) {
            throw new Download.Unreachable(uri() + " answers with HTTP status " + status);
        }
        if (!day.isWhole()) {
            throw day.refuse();
        }
        return "";
    }

    private HttpResponse<Path> answer(long loaded) throws Download.Unreachable, BrokenOff {
        var request = HttpRequest.newBuilder(uri());
        if (loaded > 0) {
            request.header("Range", "bytes=" + loaded + "-");
        }
        var answer = client.sendAsync(request.build(), BodyHandlers.limiting(intoPart(loaded), BYTES_MAX));
        try {
            return answer.get(ATTEMPT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException || e.getCause() instanceof HttpConnectTimeoutException) {
                throw new Download.Unreachable(uri() + " cannot be reached (" + e.getCause() + ")", e);
            }
            throw new BrokenOff(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Download.Unreachable(uri() + " took longer than " + ATTEMPT_SECONDS_MAX + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new Download.Unreachable("the download of " + uri() + " was interrupted", e);
        }
    }

    /** Writes the body to the partial file: behind what is there if the server continues it, else from the start. */
    private BodyHandler<Path> intoPart(long loaded) {
        return answer -> {
            int status = answer.statusCode();
            if (status == OK) {
                return BodySubscribers.ofFile(day.part(), StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            }
            return status == PARTIAL_CONTENT && continues(answer.headers(), loaded)
                    ? BodySubscribers.ofFile(day.part(), StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE, StandardOpenOption.APPEND)
                    : BodySubscribers.replacing(day.part());
        };
    }

    private static boolean continues(HttpHeaders headers, long loaded) {
        return headers.firstValue("Content-Range").orElse("").startsWith("bytes " + loaded + "-");
    }

    /** The connection was there, and ended before the answer did. */
    private static final class BrokenOff extends Exception {
        private static final long serialVersionUID = 1;

        BrokenOff(String why, Exception cause) {
            super(why, cause);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
