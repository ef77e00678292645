// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.schema.SchemaReport;
import io.thence.schema.SchemaReport.Stored;
import io.thence.server.Counter;
import io.thence.store.Append;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is still stored, counted beside an open writer. */
@Timeout(60)
class SchemaCommandTest {

    @TempDir
    Path folder;

    private static NewEvent event(String type, int version) {
        return NewEvent.of(type, version, List.of(KeyValue.parse("order/7")),
                "no JSON: it is not looked at".getBytes(StandardCharsets.UTF_8));
    }

    private static LogStore store(FileDisk disk) {
        return LogStore.open(new SystemWorld(), disk, LogSettings.DEFAULT);
    }

    private static void fill(LogStore store) {
        var origin = Origin.of("test");
        store.append(Append.of(List.of(event("placed", 1), event("paid", 1), event("placed", 1)), origin));
        store.append(Append.of(List.of(event("placed", 2), event("placed", 10), event("placed", 2)), origin));
    }

    @Test
    void each_version_is_counted_with_its_first_and_last_position() {
        try (var disk = new FileDisk(folder); var store = store(disk)) {
            fill(store);
        }
        // Of what an open writer has just written a reader beside it might not see the last batch yet.
        try (var disk = new FileDisk(folder); var open = store(disk)) {
            assertThat(open.head().number()).isEqualTo(6);
            var line = new CommandLine();
            assertThat(line.run("schema", "--data=" + folder)).as(line.said()).isZero();
            assertThat(line.printed().lines().map(row -> row.replaceAll(" +", " "))).containsExactly(
                    "type version events first last", "paid 1 1 2 2", "placed 1 2 1 3", "placed 2 2 4 6",
                    "placed 10 1 5 5");
            assertThat(line.run("schema", "--json", "--data=" + folder)).isZero();
            assertThat(line.printed()).startsWith("{\"head\":6,\"types\":[{\"type\":\"paid\",\"version\":1,"
                    + "\"events\":1,\"first\":2,\"last\":2},");
        }
    }

    @Test
    void what_an_application_cannot_read_is_said() {
        try (var disk = new FileDisk(folder); var store = store(disk)) {
            fill(store);
            var seen = new ArrayList<Long>();
            var report = SchemaReport.of(store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS), 6,
                    (done, _) -> seen.add(done));
            assertThat(report.stored()).contains(new Stored("placed", 2, 2, 4, 6));
            assertThat(seen).containsExactly(6L);
            assertThat(report.unreadable(Counter.APPLICATION)).hasSize(4).extracting(Object::toString)
                    .contains("warning: paid: the store holds 1 of version 1, from position 2 to 2, and the application"
                            + " does not know the type; say retired(\"paid\") in Events, or renamed(..) where it has"
                            + " another name; where another application may have written the log, check its directory"
                            + " [" + Counter.EVENTS.declared() + "]");
        }
    }
}
