// SPDX-License-Identifier: Apache-2.0
package io.thence.pack;

import io.thence.Lineage;
import io.thence.ThenceException;
import io.thence.ThenceException.Corrupt;
import io.thence.ThenceException.DiskFailed;
import io.thence.ThenceException.FormatTooNew;
import io.thence.world.Disk.Access;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PackedFileTest {
    private static final Lineage LOG = new Lineage(new UUID(1, 2), 3);
    private static final String NAME = "log/0000000007.2.packed";
    private static final byte[] ATTACHED = "attached".getBytes(StandardCharsets.UTF_8);

    private final MemoryDisk disk = new MemoryDisk();
    private final PackedCache cache = new PackedCache();
    private final SplittableRandom random = new SplittableRandom(11);

    /** Text that repeats itself, noise, and zeros, in frames of all lengths. */
    private List<byte[]> frames(int bytes) {
        var frames = new ArrayList<byte[]>();
        for (int left = bytes; left > 0; ) {
            int length = Math.min(left, 1 + random.nextInt(random.nextInt(8) == 0 ? 40_000 : 600));
            byte[] frame = new byte[length];
            switch (random.nextInt(4)) {
                case 0 -> random.nextBytes(frame);
                case 1 -> Arrays.fill(frame, (byte) 0);
                default -> {
                    byte[] text = ("{\"order\":" + random.nextInt(1_000) + ",\"code\":\"85123A\"}")
                            .getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < length; i++) {
                        frame[i] = text[i % text.length];
                    }
                }
            }
            frames.add(frame);
            left -= length;
        }
        return frames;
    }

    private byte[] pack(List<byte[]> frames) {
        byte[] opening = new byte[PackedHead.OPENING];
        random.nextBytes(opening);
        var content = ByteBuffer.allocate(PackedHead.OPENING + frames.stream().mapToInt(f -> f.length).sum());
        content.put(opening);
        var dictionary = PackedWriter.dictionary(frames, content.capacity());
        var writer = new PackedWriter(disk, NAME, new PackedHead(LOG, 7, 2, opening), dictionary);
        for (var frame : frames) {
            assertThat(writer.offset()).isEqualTo(content.position());
            writer.frame(ByteBuffer.wrap(frame));
            content.put(frame);
        }
        writer.finish(new SystemWorld(), new Summary(content.capacity(), 100, 50, 20, 0xCAFE), ATTACHED);
        return content.array();
    }

    private PackedFile open() {
        return PackedFile.open(disk.open(NAME, Access.READ), cache);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 16_384, 16_385, 300_000, 3_000_000})
    void anyPieceReadsAsItWas(int bytes) {
        byte[] content = pack(frames(bytes));
        try (var file = open()) {
            assertThat(file.size()).isEqualTo(content.length);
            for (int i = 0; i < 300; i++) {
                int from = random.nextInt(content.length + 1);
                var into = ByteBuffer.allocate(1 + random.nextInt(random.nextBoolean() ? 100 : 100_000));
                int n = Math.min(into.capacity(), content.length - from);
                assertThat(file.read(into, from)).isEqualTo(n);
                assertThat(Arrays.copyOf(into.array(), n)).isEqualTo(Arrays.copyOfRange(content, from, from + n));
            }
            assertThat(file.read(ByteBuffer.allocate(10), content.length + 5L)).isZero();
        }
    }

    @Test
    void saysWhatItWasToldToSay() {
        pack(frames(1_000));
        try (var file = open()) {
            assertThat(file.head().lineage()).isEqualTo(LOG);
            assertThat(file.head().number()).isEqualTo(7);
            assertThat(file.head().generation()).isEqualTo(2);
            assertThat(file.summary()).isEqualTo(new Summary(1_064, 100, 50, 20, 0xCAFE));
            assertThat(file.attachment()).isEqualTo(ATTACHED);
        }
    }

    @Test
    void knowsFramesByTheirStarts() {
        var frames = frames(500_000);
        pack(frames);
        var starts = new ArrayList<Long>();
        long at = PackedHead.OPENING;
        for (var frame : frames) {
            starts.add(at);
            at += frame.length;
        }
        try (var file = open()) {
            for (long offset = PackedHead.OPENING; offset < at; offset += 997) {
                long known = file.frameBefore(offset);
                assertThat(known).isLessThanOrEqualTo(offset).isIn(starts);
                assertThat(offset - known).isLessThanOrEqualTo(2 * PackedHead.BLOCK + 40_000);
            }
        }
    }

    @Test
    void shrinksTextAndTakesNothingForZeros() {
        byte[] text = "{\"order\":536365,\"code\":\"85123A\"}".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        pack(List.of(text, new byte[10_000_000]));
        long stored = disk.open(NAME, Access.READ).size();
        assertThat(stored).isLessThan(text.length / 20 + 610 * BlockTable.ENTRY + 66_000);
        byte[] noise = new byte[1_000_000];
        random.nextBytes(noise);
        disk.delete(NAME);
        pack(List.of(noise));
        assertThat(disk.open(NAME, Access.READ).size()).isLessThan(noise.length + 70_000);
    }

    /** Every byte of the file is under a checksum: none changes without being seen, and nothing wrong is read. */
    @Test
    void everyFlippedBitIsSeen() {
        byte[] content = pack(frames(9_000));
        byte[] good = bytes();
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= (byte) (1 << at % 8);
            write(bad);
            assertThat(problems(content)).as("byte " + at).isNotEmpty().allSatisfy(problem ->
                    assertThat(problem).contains(NAME).containsPattern("at offset \\d+"));
        }
        write(good);
        assertThat(problems(content)).isEmpty();
    }

    private List<String> problems(byte[] content) {
        var problems = new ArrayList<String>();
        PackedFile file;
        try {
            file = open();
        } catch (Corrupt | FormatTooNew e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        var into = ByteBuffer.allocate(content.length);
        try {
            file.read(into, 0);
            assertThat(into.array()).isEqualTo(content);
        } catch (ThenceException e) {
            assertThat(e).isInstanceOf(Corrupt.class);
        }
        try (var check = new PackedCheck(file)) {
            check.run((offset, what) -> problems.add(NAME + " at offset " + offset + what));
            into.clear();
            check.read(into, 0);
            for (int i = 0; i < content.length; i++) {
                assertThat(into.get(i) == content[i] || into.get(i) == 0).isTrue();
            }
            assertThat(check.isReadable() || !problems.isEmpty()).isTrue();
        }
        return problems;
    }

    @Test
    void whatIsCutOrGrownIsNoneAnyMore() {
        pack(frames(20_000));
        byte[] good = bytes();
        for (int length = 0; length < good.length; length += 97) {
            write(Arrays.copyOf(good, length));
            assertThatThrownBy(this::open).isInstanceOf(Corrupt.class);
        }
        write(Arrays.copyOf(good, good.length + 1));
        assertThatThrownBy(this::open).isInstanceOf(Corrupt.class).hasMessageContaining("footer");
    }

    @Test
    void otherFormatsAreToldApart() {
        pack(frames(1_000));
        byte[] bytes = bytes();
        bytes[9] = 2;
        write(bytes);
        assertThatThrownBy(this::open).isInstanceOf(FormatTooNew.class).hasMessageContaining("format 2");
        bytes[9] = 0;
        write(bytes);
        assertThatThrownBy(this::open).isInstanceOf(Corrupt.class).hasMessageContaining("no format 0");
    }

    @Test
    void closedWhileOthersReadItFailsThemCleanly() {
        byte[] content = pack(frames(3_000_000));
        var world = new SystemWorld();
        for (int life = 0; life < 20; life++) {
            var file = open();
            var readers = new ArrayList<World.Running>();
            var wrong = new AtomicReference<Throwable>();
            for (int i = 0; i < 4; i++) {
                var reader = new Reader(file, content, random.split());
                readers.add(world.fork("reader", () -> reader.read(Integer.MAX_VALUE, wrong)));
            }
            new Reader(file, content, random).read(5, wrong);
            file.close();
            readers.forEach(World.Running::stop);
            assertThat(wrong.get()).isNull();
        }
    }

    /** A reader of random pieces. */
    private record Reader(PackedFile file, byte[] content, SplittableRandom random) {
        void read(int times, AtomicReference<Throwable> wrong) {
            try {
                for (int i = 0; i < times; i++) {
                    int from = random.nextInt(content.length - 50_000);
                    var into = ByteBuffer.allocate(50_000);
                    file.read(into, from);
                    assertThat(Arrays.mismatch(into.array(), 0, 50_000, content, from, from + 50_000)).isNegative();
                }
            } catch (DiskFailed _) {
                // It is closed.
            } catch (RuntimeException | AssertionError e) {
                wrong.set(e);
            }
        }
    }

    private byte[] bytes() {
        var file = disk.open(NAME, Access.READ);
        var into = ByteBuffer.allocate((int) file.size());
        file.read(into, 0);
        return into.array();
    }

    private void write(byte[] bytes) {
        disk.delete(NAME);
        disk.open(NAME, Access.CREATE).write(ByteBuffer.wrap(bytes), 0);
    }
}
