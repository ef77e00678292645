// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.schema;

import io.thence.Application;
import io.thence.CommandId;
import io.thence.Event;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.event.Companions;
import io.thence.event.EventCodec;
import io.thence.event.Json;
import io.thence.personal.Privacy;
import io.thence.store.NewEvent;
import io.thence.store.StoredEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Stored events of each released version, kept as files for ever, with what they are read as. {@link #record} writes
 * the file of a version once, when it is released; {@link #check} reads every file with the code of today, in a test:
 * each stored event must still give the same events. What they give changes when a version is raised; then the expected
 * part of older files is written anew by {@link #expect}, and the difference is reviewed like code. The stored part is
 * never written again.
 *
 * <pre>
 * &#64;Test
 * void what_was_ever_stored_is_read() {
 *     GoldenFiles.of(Bank.APPLICATION).check(Path.of("src/test/resources/golden"));
 * }
 * </pre>
 *
 * <p>A file has a line for each stored event: {@code {"type":..,"version":..,"keys":[..],"data":{..},"read":[..]}}.
 * Its name is free; {@code 1.4.0.jsonl}, say. For applications in which nothing is personal: sealed text has another
 * form each time. The events of a file are read as those of one command, in their order.
 *
 * @param application the application, as it is today
 */
public record GoldenFiles(Application application) {

    private static final String SUFFIX = ".jsonl";
    private static final CommandId COMMAND = new CommandId("golden");

    /** The golden files of {@code application}. */
    public static GoldenFiles of(Application application) {
        return new GoldenFiles(application);
    }

    /**
     * Writes {@code events} as they are stored today.
     *
     * @param file which must not be there yet: what was released does not change
     */
    public void record(Path file, List<?> events) {
        if (Files.exists(file)) {
            throw new IllegalArgumentException(file + " is there already, and what was released does not change: record"
                    + " new events in a file of their own");
        }
        var codec = new EventCodec(application);
        write(file, read(events.stream().map(codec::encode).map(Stored::of).toList()));
    }

    /** Writes anew what the stored events of {@code file} are read as. */
    public void expect(Path file) {
        write(file, read(lines(file).stream().map(line -> stored(line, file)).toList()));
    }

    private List<String> read(List<Stored> stored) {
        var codec = codec(IntStream.range(0, stored.size()).mapToObj(i -> stored.get(i).event(i)).toList());
        return IntStream.range(0, stored.size()).mapToObj(i -> stored.get(i).line(codec, i)).toList();
    }

    private EventCodec codec(List<StoredEvent> events) {
        return new EventCodec(application, Privacy.NONE, Companions.among(events));
    }

    /**
     * Reads every file in {@code folder} and below.
     *
     * @throws AssertionError with each stored event that is not read as it was, or cannot be read; or if there is none
     */
    public void check(Path folder) {
        var wrong = new ArrayList<String>();
        long read = 0;
        for (var file : files(folder)) {
            var lines = lines(file);
            var now = now(lines, file);
            for (int i = 0; i < lines.size(); i++) {
                if (!now.get(i).equals(lines.get(i))) {
                    wrong.add(file.getFileName() + ":" + (i + 1) + "\n    was " + lines.get(i) + "\n    is  "
                            + now.get(i));
                }
            }
            read += lines.size();
        }
        if (read == 0) {
            throw new AssertionError("there is no golden event in " + folder.toAbsolutePath() + ": write some once by"
                    + " GoldenFiles.of(..).record(file, events), and commit them");
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError("stored events are not read as they were: add or mend the upcast, or, if it is"
                    + " meant, write the expectation anew by GoldenFiles.of(..).expect(file):\n  - "
                    + String.join("\n  - ", wrong));
        }
    }

    /** What is read of each line now, or why it cannot be. */
    private List<String> now(List<String> lines, Path file) {
        var events = new ArrayList<StoredEvent>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                events.add(stored(lines.get(i), file).event(i));
            } catch (RuntimeException _) {
                // a line that is no event is told below
            }
        }
        var codec = codec(events);
        return IntStream.range(0, lines.size()).mapToObj(i -> now(() -> stored(lines.get(i), file).line(codec, i)))
                .toList();
    }

    private static String now(Supplier<String> line) {
        try {
            return line.get();
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** What stands in a log, as far as reading depends on it. */
    private record Stored(String type, int version, List<KeyValue> keys, JsonNode data) {

        static Stored of(NewEvent event) {
            return new Stored(event.type(), event.version(), event.keys(), Json.tree(event.data(), event.type()));
        }

        String line(EventCodec codec, int ordinal) {
            var line = JsonNodeFactory.instance.objectNode().put("type", type).put("version", version);
            var filed = line.putArray("keys");
            keys.forEach(key -> filed.add(key.toString()));
            line.set("data", data);
            var read = line.putArray("read");
            codec.events(event(ordinal)).forEach(event -> read.add(read(event)));
            return text(line);
        }

        private static JsonNode read(Event<?> event) {
            var node = JsonNodeFactory.instance.objectNode().put("type", event.type());
            node.set("data", Json.tree(Json.write(event.data()), event.type()));
            return node;
        }

        private StoredEvent event(int ordinal) {
            var position = new Position(new Lineage(new UUID(0, 1), 1), ordinal + 1);
            return new StoredEvent(COMMAND.event(ordinal), position, type, version, new Stamp(0, 0),
                    Optional.empty(), Origin.of("golden"), keys, () -> 1, Json.write(data));
        }
    }

    private static String text(JsonNode json) {
        return Json.text(json);
    }

    private static Stored stored(String line, Path file) {
        var json = Json.tree(line.getBytes(StandardCharsets.UTF_8), file.toString());
        return new Stored(json.path("type").asString(), json.path("version").asInt(),
                json.path("keys").valueStream().map(key -> KeyValue.parse(key.asString())).toList(), json.path("data"));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
