// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DownloadTest {

    private static final DayFile FIRST = DayFile.december().getFirst();

    @TempDir
    private Path cache;

    private DayServer server;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new DayServer(Datasets.need(Datasets.BY_DAY));
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theManifestNamesTheDays() {
        assertThat(DayFile.year()).hasSize(305).doesNotHaveDuplicates();
        assertThat(DayFile.year()).extracting(DayFile::name).isSorted()
                .startsWith("2010-12-01.csv").endsWith("2011-12-09.csv");
        assertThat(DayFile.december()).hasSize(20);
    }

    @Test
    void december() throws Exception {
        var loaded = download().load(DayFile.december());
        assertThat(loaded.fresh()).isEqualTo(20);
        for (var file : loaded.files()) {
            assertThat(file).hasSameBinaryContentAs(Datasets.BY_DAY.resolve(file.getFileName()));
        }
        assertThat(loaded.files()).isSorted();
        assertThat(cache).isDirectoryNotContaining("glob:**.part");
        assertThat(progress).hasSize(21).startsWith("0/20 0", "1/20 275001").last().asString().startsWith("20/20 ");

        var again = download().load(DayFile.december());
        assertThat(again.fresh()).isZero();
        assertThat(again.files()).isEqualTo(loaded.files());
        assertThat(server.requests()).hasSize(20);
    }

    @Test
    void aCutConnectionIsTakenUpAgainWhereItBrokeOff() throws Exception {
        server.cut(2, 100_000);
        var loaded = download().load(List.of(FIRST));
        assertThat(loaded.files().getFirst()).hasSameBinaryContentAs(Datasets.BY_DAY.resolve(FIRST.name()));
        assertThat(server.requests()).containsExactly(FIRST.name(), FIRST.name() + " bytes=100000-",
                FIRST.name() + " bytes=200000-");
    }

    @Test
    void aDownloadThatWasKilledIsGoneOnWith() throws Exception {
        leavePart(70_000);
        download().load(List.of(FIRST));
        assertThat(server.requests()).containsExactly(FIRST.name() + " bytes=70000-");
    }

    @Test
    void aDownloadThatWasKilledAfterItsLastByteNeedsNoServer() throws Exception {
        Files.copy(Datasets.BY_DAY.resolve(FIRST.name()), part());
        assertThat(download().load(List.of(FIRST)).fresh()).isOne();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aServerThatIgnoresRangesIsAskedForAllOfIt() throws Exception {
        server.ignoreRanges();
        leavePart(70_000);
        download().load(List.of(FIRST));
        assertThat(cache.resolve(FIRST.name())).hasSameBinaryContentAs(Datasets.BY_DAY.resolve(FIRST.name()));
        assertThat(server.requests()).containsExactly(FIRST.name() + " bytes=70000-");
    }

    @Test
    void aRangeThatWasNotAskedForIsNotTaken() throws Exception {
        server.mixUpRanges();
        leavePart(70_000);
        download().load(List.of(FIRST));
        assertThat(cache.resolve(FIRST.name())).hasSameBinaryContentAs(Datasets.BY_DAY.resolve(FIRST.name()));
        assertThat(server.requests()).containsExactly(FIRST.name() + " bytes=70000-", FIRST.name());
    }

    @Test
    void aPartThatIsTooLongIsStartedAnew() throws Exception {
        Files.write(part(), new byte[500_000]);
        download().load(List.of(FIRST));
        assertThat(server.requests()).containsExactly(FIRST.name() + " bytes=500000-", FIRST.name());
    }

    @Test
    void aWrongByteIsRefused() {
        server.spoil((name, content) -> {
            content[1_000] ^= 1;
            return content;
        });
        assertThatThrownBy(() -> download().load(List.of(FIRST)))
                .isInstanceOf(InputRefused.WrongChecksum.class)
                .hasMessageContaining(cache.resolve(FIRST.name()) + " is not what was published: SHA-256 "
                        + FIRST.sha256() + " was expected, ")
                .hasMessageContaining("run again to load it anew, or take --input generated");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void aWrongByteInThePartIsRefusedAndGoneTheNextTime() throws Exception {
        Files.write(part(), new byte[100]);
        assertThatThrownBy(() -> download().load(List.of(FIRST))).isInstanceOf(InputRefused.WrongChecksum.class);
        assertThat(cache).isEmptyDirectory();
        assertThat(download().load(List.of(FIRST)).fresh()).isOne();
    }

    @Test
    void aSpoiltFileInTheCacheIsLoadedAnew() throws Exception {
        Files.writeString(cache.resolve(FIRST.name()), "spoilt");
        assertThat(download().load(List.of(FIRST)).fresh()).isOne();
        assertThat(cache.resolve(FIRST.name())).hasSameBinaryContentAs(Datasets.BY_DAY.resolve(FIRST.name()));
    }

    @Test
    void aServerThatBreaksOffEveryTimeIsGivenUpAndWhatCameIsKept() throws Exception {
        server.cut(100, 1_000);
        assertThatThrownBy(() -> download().load(List.of(FIRST)))
                .isInstanceOf(Download.Unreachable.class)
                .hasMessageContaining("broke off 5 times (java.io.IOException: ");
        assertThat(part()).hasSize(5_000);
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void aServerThatSendsForEverIsCutOff() {
        server.spoil((name, content) -> Arrays.copyOf(content, 40 << 20));
        assertThatThrownBy(() -> download().load(List.of(FIRST))).isInstanceOf(InputRefused.WrongChecksum.class);
        assertThat(cache).isEmptyDirectory();
        assertThat(server.requests()).as("cut off each time").hasSize(2);
    }

    @Test
    void aServerThatSaysNoIsNotReached() {
        server.answerWith(503);
        assertThatThrownBy(() -> download().load(List.of(FIRST)))
                .isInstanceOf(Download.Unreachable.class)
                .hasMessage(server.base() + FIRST.name() + " answers with HTTP status 503");
    }

    @Test
    void withoutNetworkNothingIsReached() throws IOException {
        var closed = new Download(closedPort(), cache, (files, total, bytes) -> { });
        assertThatThrownBy(() -> closed.load(List.of(FIRST)))
                .isInstanceOf(Download.Unreachable.class)
                .hasMessageStartingWith(closed.base() + FIRST.name() + " cannot be reached (java.net.ConnectException");
    }

    static URI closedPort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return URI.create("http://localhost:" + socket.getLocalPort() + "/");
        }
    }

    private Download download() {
        return new Download(server.base(), cache,
                (files, total, bytes) -> progress.add(files + "/" + total + " " + bytes));
    }

    private Path part() {
        return cache.resolve(FIRST.name() + ".part");
    }

    private void leavePart(int bytes) throws IOException {
        Files.write(part(), Arrays.copyOf(Files.readAllBytes(Datasets.BY_DAY.resolve(FIRST.name())), bytes));
    }
}
