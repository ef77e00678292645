// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Fold;
import io.thence.Outcome;
import io.thence.Projection;
import io.thence.ThenceException.Undecodable;
import io.thence.bank.Desk;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.schema.Baseline;
import io.thence.schema.Compatibility;
import io.thence.schema.Finding;
import io.thence.store.EventStore;
import io.thence.view.SqlView;
import io.thence.view.ViewDatabases;
import io.thence.view.ViewQuery;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.LongStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Two releases of an application, from two jars in two class loaders, over one open store. */
@Timeout(120)
class RollingUpgradeTest {

    private static final long LIMIT = 1_000;

    @TempDir
    Path folder;

    private final SystemWorld world = new SystemWorld();
    private final EventStore store = LogStore.open(world, new MemoryDisk(), LogSettings.SMALL);
    private final List<Release> releases = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        store.close();
        for (var release : releases) {
            release.loader().close();
        }
    }

    /** One release at work: its classes are its own, the store is everyone's. */
    private record Release(URLClassLoader loader, Class<?> bank, Desk desk) {

        Application application() {
            return constant("APPLICATION", Application.class);
        }

        private <T> T constant(String name, Class<T> type) {
            try {
                return type.cast(bank.getField(name).get(null));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }

        Outcome deposit(String account, long cents) {
            try {
                var command = bank.getMethod("deposit", String.class, long.class).invoke(null, account, cents);
                var outcome = desk.send(command);
                while (outcome instanceof Outcome.Conflicted) {
                    outcome = desk.send(command);
                }
                return outcome;
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }

        @SuppressWarnings("unchecked") // the source below says so
        long balance(String account) {
            return desk.folder().state((Fold<String, Long>) constant("BALANCE", Fold.class), account);
        }

        List<String> totals() {
            var view = new SqlView(constant("TOTALS", Projection.class), desk.in(new SystemWorld()),
                    ViewDatabases.embedded(new MemoryDisk()));
            while (view.step()) {
                assertThat(view.progress().failure()).isNull();
            }
            var rows = ViewQuery.of(view).within(Duration.ZERO).list("select * from totals order by account",
                    row -> row.text("account") + " " + row.number("cents"));
            view.ended();
            return rows;
        }
    }

    /**
     * Compiles a release, packs it and loads it.
     *
     * @param components more components of the event
     * @param values     what is written for them
     * @param more       what its type says besides
     */
    private Release release(String components, String values, String more) throws Exception {
        var name = "release-" + releases.size();
        var classes = Files.createDirectories(folder.resolve(name));
        var source = folder.resolve("Bank.java");
        Files.writeString(source, """
                package app; import io.thence.*; import java.util.Optional;

                public final class Bank {
                    public record Deposited(String account, long cents%s) {}
                    public record Deposit(String account, long cents) {}
                    static final Key<String> ACCOUNT = Key.of("account");
                    public static final Events<Deposited> EVENTS = Events.of(Deposited.class)
                            .type("account.deposited", Deposited.class, ACCOUNT.of(Deposited::account))%s;
                    public static final Fold<String, Long> BALANCE = Fold.by(ACCOUNT).from(0L)
                            .on(Deposited.class, (cents, deposited) -> cents + deposited.cents());
                    static final Decider<Deposit, Deposited> PAYING = Decider.of(Deposit.class, EVENTS)
                            .reading(BALANCE, Deposit::account)
                            .decide((deposit, balance) -> balance + deposit.cents() > %d ? Decision.refuse("full")
                                    : Decision.accept(new Deposited(deposit.account(), deposit.cents()%s)));
                    public static final Projection TOTALS = Projection.sql("totals", 1,
                            "create table totals (account varchar primary key, cents bigint default 0)")
                            .on(Deposited.class, (db, e) -> db.row("totals", e.account()).add("cents", e.cents()));
                    public static final Application APPLICATION =
                            Application.named("bank").with(EVENTS, PAYING, TOTALS);
                    public static Object deposit(String account, long cents) {
                        return new Deposit(account, cents);
                    }
                }
                """.formatted(components, more, LIMIT, values));
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), "-cp",
                System.getProperty("java.class.path"), source.toString())).isZero();
        var loader = new URLClassLoader(name, new URL[] {jar(classes, name).toUri().toURL()},
                MethodHandles.lookup().lookupClass().getClassLoader());
        var bank = loader.loadClass("app.Bank");
        var application = (Application) bank.getField("APPLICATION").get(null);
        assertThat(application.check()).isEmpty();
        releases.add(new Release(loader, bank, Desk.on(application, store, 1 << 20)));
        return releases.getLast();
    }

    private Path jar(Path classes, String name) throws IOException {
        var jar = folder.resolve(name + ".jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar)); var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
                out.closeEntry();
            }
        }
        return jar;
    }

    private static List<Finding> findings(Release before, Release after, Compatibility mode) {
        return Baseline.of(before.application()).check(after.application(), mode);
    }

    @Test
    void compatible_releases_write_at_once_and_agree_on_everything() throws Exception {
        var before = release("", "", "");
        var after = release(", Optional<String> note", ", Optional.of(\"new\")", "");
        assertThat(after.bank()).isNotSameAs(before.bank());
        assertThat(findings(before, after, Compatibility.FULL)).isEmpty();

        var accepted = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var callers = new ArrayList<Callable<Long>>();
            for (var release : List.of(before, after, before, after)) {
                callers.add(() -> LongStream.range(0, 40).filter(i -> release.deposit("a-" + i % 2, 20)
                        instanceof Outcome.Accepted).count());
            }
            for (var caller : threads.invokeAll(callers)) {
                accepted.add(caller.get());
            }
        }
        assertThat(accepted.stream().mapToLong(Long::longValue).sum()).as("80 for each account, which takes 50")
                .isEqualTo(2 * LIMIT / 20);
        for (var release : releases) {
            assertThat(release.balance("a-0")).isEqualTo(LIMIT);
            assertThat(release.balance("a-1")).isEqualTo(LIMIT);
            assertThat(release.totals()).containsExactly("a-0 1000", "a-1 1000");
        }
    }

    @Test
    void old_code_that_meets_a_newer_version_refuses_and_writes_nothing() throws Exception {
        var before = release("", "", "");
        var after = release(", String currency", ", \"EUR\"",
                ".upcast(Deposited.class, v1 -> v1.put(\"currency\", \"GBP\"))");
        assertThat(findings(before, after, Compatibility.BACKWARD)).isEmpty();
        assertThat(findings(before, after, Compatibility.FORWARD)).extracting(Finding::toString).containsExactly(
                "account.deposited: is stored in version 2, and released code reads up to 1: do not run both at once:"
                        + " stop the released one before the first of this starts");

        before.deposit("a", 1);
        after.deposit("a", 2);
        assertThat(after.balance("a")).isEqualTo(3);
        long head = store.head().number();
        assertThatThrownBy(() -> before.deposit("a", 4)).isInstanceOf(Undecodable.class)
                .hasMessageContaining("(account.deposited) at position 2 is of version 2, this application knows up to"
                        + " 1: use a newer version of it");
        assertThat(store.head().number()).isEqualTo(head);
        before.deposit("b", 8);
        assertThat(after.totals()).containsExactly("a 3", "b 8");
    }
}
