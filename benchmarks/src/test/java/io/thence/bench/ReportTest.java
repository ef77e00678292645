// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Measured;
import io.thence.bench.measure.Medians;
import io.thence.bench.measure.Result;
import io.thence.bench.measure.Round;
import io.thence.bench.measure.Sample;
import io.thence.event.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What is printed, beside what was written down by hand. */
class ReportTest {

    private static Round round(double ours, double disk, double kafka) {
        var samples = new LinkedHashMap<String, Sample>();
        samples.put("thence", Sample.of(ours).with("p999Micros", 1_234.5678));
        samples.put("disk", Sample.of(disk));
        samples.put("kafka", Sample.of(kafka));
        return new Round(samples);
    }

    private static Result result(Optional<String> invalid) {
        var flush = new LinkedHashMap<String, String>();
        flush.put("thence", "fdatasync per batch");
        flush.put("disk", "fdatasync per batch");
        flush.put("kafka", "flush.messages=1");
        flush.put("rocksdb", "sync");
        var rounds = List.of(round(400_000, 500_000, 10), round(390_000.44, 480_000, 30), round(410_000, 520_000, 20));
        var measured = new Measured(rounds, flush, new LinkedHashMap<>(Map.of("rocksdb", "no library")),
                new LinkedHashMap<>(Map.of("callers", 1)));
        return new Result("append-batch", "events/s",
                List.of(new Bar.AtLeastOf("thence", "disk", 0.75), new Bar.UnderFlushes("p999Micros", 5)), measured,
                Medians.of(rounds, 150), invalid);
    }

    @Test
    void jsonHasTheShapeThatIsAskedFor() {
        var json = Report.of("log", List.of(result(Optional.empty())), Map.of("processors", 2));
        assertThat(JsonMapper.shared().readTree(Json.write(json))).isEqualTo(JsonMapper.shared().readTree("""
                {"suite": "log", "flushMicros": 150, "rows": [{
                    "name": "append-batch", "unit": "events/s", "thence": 400000,
                    "peers": {"disk": 500000, "kafka": 20}, "ratios": {"disk": 0.8, "kafka": 20000},
                    "bar": "at least 0.75 of disk; p999Micros under 5 flushes", "met": false,
                    "figures": {"p999Micros": 1234.57},
                    "rounds": [
                        {"thence": 400000, "thence.p999Micros": 1234.57, "disk": 500000, "kafka": 10},
                        {"thence": 390000, "thence.p999Micros": 1234.57, "disk": 480000, "kafka": 30},
                        {"thence": 410000, "thence.p999Micros": 1234.57, "disk": 520000, "kafka": 20}],
                    "settings": {"callers": 1,
                        "flush": {"thence": "fdatasync per batch", "disk": "fdatasync per batch",
                            "kafka": "flush.messages=1", "rocksdb": "sync"},
                        "failures": {"rocksdb": "no library"}}}],
                 "settings": {"processors": 2}}"""));
    }

    @Test
    void jsonSaysWhyARowIsInvalid() {
        var row = Report.of("log", List.of(result(Optional.of("disk is slow"))), Map.of()).get("rows").get(0);
        assertThat(row.get("invalid").asString()).isEqualTo("disk is slow");
        assertThat(row.get("met").asBoolean()).isFalse();
    }

    @Test
    void tableHasTheRatioFirst() {
        var text = new StringWriter();
        new Table(List.of(result(Optional.of("disk is slow")))).print(new PrintWriter(text));
        assertThat(text.toString().lines().map(line -> line.replaceAll(" {2,}", " | "))).containsExactly(
                "ratio | row | thence | beside | flushed | bar",
                "0.80 | append-batch | 400,000 events/s | disk 500,000 | fdatasync per batch"
                        + " | at least 0.75 of disk | met",
                "20,000 | append-batch | 400,000 events/s | kafka 20.0 | flush.messages=1",
                "8.23 | append-batch | 400,000 events/s | fdatasync per batch | p999Micros under 5 flushes | UNMET",
                " | append-batch | 400,000 events/s | rocksdb | sync | no library | FAILED",
                " | append-batch | 400,000 events/s | fdatasync per batch | disk is slow | INVALID");
    }

    @Test
    void aCurveIsAPicture() {
        var points = new LinkedHashMap<Integer, Double>();
        points.put(1_000_000, 400_000.0);
        points.put(50_000_000, 380_000.0);
        var svg = Curve.svg(points);
        assertThat(svg).startsWith("<svg xmlns=").endsWith("</svg>\n")
                .contains("<title>380,000/s at 50,000,000</title>", ">500,000</text>", ">50.0 M</text>")
                .contains("points=\"92.3,92.8 696.0,103.4\"");
    }
}
