// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.view;

import io.thence.Position;
import io.thence.event.Json;
import io.thence.run.Thence;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.testing.child.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose tables are in a PostgreSQL server is killed again and again over one directory and one database,
 * and so is the server. What was answered is in the log once, and after each start the tables are what the log gives,
 * reckoned here. The server may lose its last commits when it is killed: it writes them down a little later.
 */
@Timeout(600)
class PostgresKillTest {

    private static final long SEED = Long.getLong("thence.kill.seed", 7);
    private static final int KILLS = 10;
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final TreeSet<String> answered = new TreeSet<>();

    /** A life of the application, in another process. */
    private final class Life implements AutoCloseable {

        private final Process process;
        private final BufferedReader lines;
        private long seen;

        Life(PostgresServer server) throws IOException {
            var arguments = new ArrayList<>(List.of(folder.resolve("data").toString(), "" + server.port()));
            for (int caller = 0; caller < PostgresKillChild.CALLERS; caller++) {
                var own = "c" + caller + "-";
                long begun = answered.stream().filter(id -> id.startsWith(own)).count();
                arguments.add("" + Math.max(0, begun - 3)); // some that were answered are sent again, too
            }
            process = new ProcessBuilder(ChildJvm.command(List.of(), PostgresKillChild.class, arguments))
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Goes on until that many more commands were answered. */
        void answers(int count) throws IOException {
            int more = answered.size() + count;
            while (answered.size() < more) {
                assertThat(takeLine()).as("it goes on").isTrue();
            }
        }

        /** Goes on until its tables were seen to be that far. */
        void sees(long position) throws IOException {
            while (seen < position) {
                assertThat(takeLine()).as("it goes on").isTrue();
            }
        }

        private boolean takeLine() throws IOException {
            var line = lines.readLine();
            if (line != null && line.endsWith(".")) {
                var words = line.substring(0, line.length() - 1).split(" ", -1);
                switch (words[0]) {
                    case "ANSWERED" -> answered.add(words[1]);
                    case "SEEN" -> seen = Long.parseLong(words[1]);
                    default -> {}
                }
            }
            return line != null;
        }

        /** What it printed can still be read. */
        void kill() throws IOException {
            process.toHandle().destroyForcibly();
            boolean more = true;
            while (more) {
                more = takeLine();
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    @Test
    void tables_are_what_the_log_gives_whoever_was_killed() throws Exception {
        System.out.println("seed " + SEED);
        try (var server = new PostgresServer(folder)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (var life = new Life(server)) {
                    life.answers(1 + random.nextInt(random.nextBoolean() ? 20 : 600));
                    life.kill();
                }
                check(server, "kill " + kill);
            }
            try (var life = new Life(server)) {
                life.answers(100 + random.nextInt(300));
                server.kill();
                life.answers(50);
                server.startAgain();
                life.sees(answered.size()); // all of them lie before
                life.answers(100);
                life.kill();
            }
            check(server, "the server was killed");
            try (var life = new Life(server)) {
                life.answers(100 + random.nextInt(300));
                server.kill();
                life.kill();
                server.startAgain();
            }
            check(server, "both were killed");
        }
        System.out.println(answered.size() + " commands were answered");
    }

    private void check(PostgresServer server, String after) throws SQLException {
        List<StoredEvent> events;
        try (var tills = PostgresKillChild.run(folder.resolve("data"), server.port())) {
            var head = tills.store().head();
            assertThat(tills.query(Till.IN_LANES).upTo(head).within(LONG).list("select 1 as n", row -> row.number("n")))
                    .as("%s: it reaches the head", after).containsExactly(1L);
            events = events(tills);
        }
        var ids = events.stream().map(event -> event.id().toString()).toList();
        assertThat(ids).as("%s, seed %s", after, SEED).doesNotHaveDuplicates()
                .containsAll(answered.stream().map(id -> id + "/0").toList());
        assertThat(rows(server)).as("%s, seed %s", after, SEED).isEqualTo(reckoned(events));
    }

    private static List<StoredEvent> events(Thence tills) {
        var store = tills.store();
        try (var reader = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS)) {
            return reader.list(Integer.MAX_VALUE).stream().filter(event -> !event.type().startsWith("$")).toList();
        }
    }

    /** What one till has sold: reckoned sale by sale. */
    private static final class Sums {
        private long cents;
        private int sales;
        private String last = "";
        private Instant first = Instant.MAX;
        private final Map<String, Long> items = new TreeMap<>();
        private long closed = -1;
    }

    private static List<String> reckoned(List<StoredEvent> events) {
        var tills = new TreeMap<String, Sums>();
        for (var event : events) {
            var data = Json.tree(event.data(), "event " + event.id());
            var sums = tills.computeIfAbsent(data.get("till").asString(), _ -> new Sums());
            if (event.type().equals("till.closed")) {
                sums.closed = sums.sales == 0 ? -1 : sums.cents;
                continue;
            }
            long cents = data.get("cents").asLong();
            var at = Instant.parse(data.get("at").asString());
            sums.cents += cents;
            sums.sales++;
            sums.last = data.get("item").asString();
            sums.first = at.isBefore(sums.first) ? at : sums.first;
            sums.items.merge(sums.last, cents, Long::sum);
        }
        var rows = new ArrayList<String>();
        tills.forEach((till, sums) -> {
            if (sums.sales > 0) {
                rows.add("takings " + till + " " + sums.cents + " " + sums.sales + " " + sums.last + " "
                        + sums.first.getEpochSecond());
            }
            sums.items.forEach((item, cents) -> rows.add("items " + till + " " + item + " " + cents));
            if (sums.closed >= 0) {
                rows.add("closings " + till + " " + sums.closed);
            }
        });
        rows.sort(null);
        return rows;
    }

    /** As another program finds them. */
    private static List<String> rows(PostgresServer server) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = server.source().getConnection(); var statement = connection.createStatement()) {
            connection.setSchema(PostgresKillChild.OWNER + "_takings-v1");
            try (var found = statement.executeQuery("""
                    select concat_ws(' ', 'takings', till, cents, sales, last_item,
                        cast(extract(epoch from first_sale) as bigint)) from takings
                    union all select concat_ws(' ', 'items', till, item, cents) from items
                    union all select concat_ws(' ', 'closings', till, cents) from closings""")) {
                while (found.next()) {
                    rows.add(found.getString(1));
                }
            }
        }
        rows.sort(null);
        return rows;
    }
}
