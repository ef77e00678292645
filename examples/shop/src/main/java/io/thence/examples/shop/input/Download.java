// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads daily files into a cache, one after the other.
 *
 * <ul>
 *   <li>What is in the cache already is taken when its checksum is right, and loaded anew when it is not.
 *   <li>A file grows under the name {@code .part} and gets its own name when its checksum is right. What came before a
 *       broken connection, or a killed process, is kept, and only the rest is asked for.
 *   <li>A file that is not what was published is deleted and refused.
 * </ul>
 *
 * One process at a time: two would spoil each other's partial file, which its checksum would show.
 *
 * @param base     where the files are published
 * @param cache    the folder that they are kept in
 * @param progress told after each file
 */
public record Download(URI base, Path cache, Progress progress) {

    /** Where the real orders are published, a file a day. */
    public static final URI PUBLISHED = URI.create(
            "https://raw.githubusercontent.com/databricks/Spark-The-Definitive-Guide/master/data/retail-data/by-day/");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Told how far a download is. */
    public interface Progress {
        /** So many files out of so many are there; so many bytes of them were loaded just now. */
        void reached(int files, int filesTotal, long bytesLoaded);
    }

    /** Files in the order asked for, and how many of them had to be loaded. */
    record Loaded(List<Path> files, int fresh) {}

    /** The source gave no file; the message ends a sentence that starts with "since". */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1;

        Unreachable(String what, Exception cause) {
            super(what, cause);
        }

        Unreachable(String what) {
            super(what);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /** Makes sure that these files are in the cache. */
    Loaded load(List<DayFile> days) throws Unreachable {
        var wanted = days.stream().map(day -> new CachedDay(day, cache)).toList();
        try {
            var missing = new ArrayList<CachedDay>();
            for (var day : wanted) {
                if (!day.isGood()) {
                    missing.add(day);
                }
            }
            if (!missing.isEmpty()) {
                Files.createDirectories(cache);
                transfer(missing, days.size());
            }
            return new Loaded(wanted.stream().map(CachedDay::file).toList(), missing.size());
        } catch (IOException e) {
            throw new Unreachable("the cache " + cache + " cannot be used (" + e + ")", e);
        }
    }

    private void transfer(List<CachedDay> missing, int filesTotal) throws Unreachable, IOException {
        int files = filesTotal - missing.size();
        long bytes = 0;
        progress.reached(files, filesTotal, bytes);
        try (var client = client()) {
            for (var day : missing) {
                new DayTransfer(client, base, day).run();
                bytes += Files.size(day.file());
                progress.reached(++files, filesTotal, bytes);
            }
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }
}
