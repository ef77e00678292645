// SPDX-License-Identifier: Apache-2.0
package io.thence.keep;

import io.thence.Lineage;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.FormatTooNew;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.log.LogEnd;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a backup consists of. Written as one line of JSON, after a line with the CRC32C of that.
 *
 * @param end   where the log ended when the backup began: it has everything up to there
 * @param taken when that was
 * @param files its files, in the order of the log
 */
record BackupManifest(LogEnd end, Instant taken, List<Item> files) {

    private static final int VERSION = 1;

    /**
     * A file.
     *
     * @param name   its name
     * @param bytes  how many bytes of it count; more may have come since
     * @param sha256 SHA-256 of these, in hexadecimal
     */
    record Item(String name, long bytes, String sha256) {}

    BackupManifest {
        files = List.copyOf(files);
    }

    byte[] write() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("format", VERSION).put("log", end.lineage().log().toString()).put("epoch", end.lineage().epoch());
        json.put("segment", end.segment()).put("offset", end.offset()).put("head", end.head());
        json.put("checksum", end.checksum()).put("taken", taken.toString());
        var list = json.putArray("files");
        files.forEach(item -> list.addObject().put("name", item.name()).put("bytes", item.bytes())
                .put("sha256", item.sha256()));
        byte[] text = Json.write(json);
        return ("%08x\n".formatted(checksum(text)) + new String(text, StandardCharsets.UTF_8) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] text) {
        var crc = new CRC32C();
        crc.update(text);
        return (int) crc.getValue();
    }

    /**
     * Reads a manifest.
     *
     * @throws Corrupt      if it is damaged, or was never written to its end
     * @throws FormatTooNew if a newer version wrote it
     */
    static BackupManifest read(byte[] bytes, String file) {
        var lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty()
                || !lines[0].equals("%08x".formatted(checksum(lines[1].getBytes(StandardCharsets.UTF_8))))) {
            throw new Corrupt(file + " at offset 0: the manifest does not match its checksum; take the backup again");
        }
        try {
            return of(Json.tree(lines[1].getBytes(StandardCharsets.UTF_8), file), file);
        } catch (Undecodable e) {
            throw new Corrupt(file + " at offset 9: the manifest cannot be read (" + e.getMessage() + ")");
        }
    }

    private static BackupManifest of(JsonNode json, String file) {
        if (json.path("format").asInt() > VERSION) {
            throw new FormatTooNew(file + " has format " + json.path("format").asInt() + ", this version reads up to "
                    + VERSION + ": use the version that wrote it, or a newer one");
        }
        var lineage = new Lineage(UUID.fromString(json.get("log").asString()), json.get("epoch").asInt());
        var end = new LogEnd(lineage, json.get("segment").asInt(), json.get("offset").asLong(),
                json.get("head").asLong(), json.get("checksum").asInt());
        var items = new ArrayList<Item>();
        for (var item : json.get("files")) {
            items.add(new Item(item.get("name").asString(), item.get("bytes").asLong(),
                    item.get("sha256").asString()));
        }
        return new BackupManifest(end, Instant.parse(json.get("taken").asString()), items);
    }
}
