// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.store.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goes through the raw events, as JSON, with a stock of its own: what each run took is compared with what was there at
 * its position by the rule of the data's README, and the books must balance after each event.
 */
final class StockReplay {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Map<String, Code> codes = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long runs;

    private record Due(long pieces, Instant at) {}

    private static final class Code {
        long available = 100;
        long backOrdered;
        long received;
        long returned;
        long taken;
        long writtenOff;
        final List<Due> due = new ArrayList<>();

        void come(long pieces) {
            long filled = Math.min(backOrdered, pieces);
            backOrdered -= filled;
            taken += filled;
            available += pieces - filled;
        }

        void arrive(Instant now) {
            for (var delivery : List.copyOf(due)) {
                if (!delivery.at().isAfter(now)) {
                    due.remove(delivery);
                    received += delivery.pieces();
                    come(delivery.pieces());
                }
            }
        }
    }

    List<String> faults() {
        return faults;
    }

    long runs() {
        return runs;
    }

    void see(StoredEvent event) {
        var json = MAPPER.readTree(event.data());
        switch (event.type()) {
            case "order.placed", "lines.added" -> {
                runs++;
                json.get("picks").properties().forEach(pick -> sale(event, json, pick.getKey(), pick.getValue()));
            }
            case "goods.returned" -> {
                runs++;
                json.get("restocks").properties().forEach(entry -> comeBack(event, json, entry.getKey()));
            }
            case "account.adjusted" -> runs++;
            case "stock.received" -> code(json.get("code").asString()).due.add(
                    new Due(json.get("pieces").asLong(), Instant.parse(json.get("due").asString())));
            default -> { }
        }
    }

    private Code code(String name) {
        return codes.computeIfAbsent(name, _ -> new Code());
    }

    private static long sum(JsonNode event, String name, int sign) {
        long sum = 0;
        for (var line : event.get("bill").get("lines")) {
            long quantity = line.get("quantity").asLong() * sign;
            if (line.get("code").asString().equals(name) && quantity > 0) {
                sum += quantity;
            }
        }
        return sum;
    }

    private static Instant time(JsonNode event) {
        return Instant.parse(event.get("bill").get("at").asString());
    }

    private void sale(StoredEvent event, JsonNode json, String name, JsonNode pick) {
        var code = code(name);
        code.arrive(time(json));
        long asked = sum(json, name, 1);
        long gone = sum(json, name, -1);
        long taken = Math.min(code.available, asked);
        long writtenOff = Math.min(code.available - taken, gone);
        var place = event.position().number() + " " + name + ": ";
        expect(place + "taken", taken, pick.get("taken"));
        expect(place + "back-ordered", asked - taken, pick.get("backOrdered"));
        expect(place + "written off", writtenOff, pick.get("writtenOff"));
        // What the event says happened is what the books have to stand.
        code.available -= pick.get("taken").asLong() + pick.get("writtenOff").asLong();
        code.taken += pick.get("taken").asLong();
        code.writtenOff += pick.get("writtenOff").asLong();
        code.backOrdered += pick.get("backOrdered").asLong();
        balance(event, name, code);
    }

    private void comeBack(StoredEvent event, JsonNode json, String name) {
        var code = code(name);
        code.arrive(time(json));
        long returned = sum(json, name, -1);
        code.returned += returned;
        code.come(returned);
        balance(event, name, code);
    }

    private void expect(String what, long expected, JsonNode found) {
        if (expected != found.asLong()) {
            faults.add(what + " " + found + ", there was " + expected);
        }
    }

    private void balance(StoredEvent event, String name, Code c) {
        boolean balanced = 100 + c.received + c.returned == c.taken + c.writtenOff + c.available;
        if (!balanced || c.available < 0 || (c.available != 0 && c.backOrdered != 0)) {
            faults.add(event.position().number() + " " + name + ": the books do not balance");
        }
    }
}
