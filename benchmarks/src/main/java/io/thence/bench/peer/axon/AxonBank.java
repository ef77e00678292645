// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer.axon;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.thence.bench.load.Payload;
import io.thence.bench.load.Receive;
import io.thence.bench.peer.Postgres;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.eventsourcing.configuration.EventSourcedEntityModule;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateBasedJpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateEventEntry;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.messaging.commandhandling.configuration.CommandHandlingModule;
import org.axonframework.messaging.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.eventhandling.conversion.EventConverter;
import org.axonframework.messaging.eventstreaming.Tag;
import org.axonframework.update.UpdateCheckerConfigurationEnhancer;

/**
 * Accounts that receive payments, by Axon Framework: the command is handled by an entity that is sourced from its
 * events, and its event is appended through JPA to PostgreSQL, in a transaction that waits for the device. A command
 * that meets a conflict is sent again.
 */
public final class AxonBank implements AutoCloseable {

    /** Of the framework. */
    public static final String VERSION = "5.0.1";

    static final String ACCOUNT = "account";

    private final Postgres server;
    private final HikariDataSource pool;
    private final EntityManagerFactory persistence;
    private final AxonConfiguration axon;
    private final CommandGateway gateway;
    private final LongAdder conflicts = new LongAdder();

    private AxonBank(Postgres server, int connections) {
        this.server = server;
        pool = pool(server, connections);
        persistence = new PersistenceConfiguration("axon").managedClass(AggregateEventEntry.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .property("jakarta.persistence.schema-generation.database.action", "create")
                .property("hibernate.dialect", ByteaDialect.class.getName())
                .createEntityManagerFactory();
        axon = configuration();
        axon.start();
        gateway = axon.getComponent(CommandGateway.class);
    }

    /** Opens it on a server of its own in {@code folder}, with a pool of {@code connections}. */
    public static AxonBank open(Path folder, int connections) throws IOException, SQLException {
        var server = new Postgres(folder);
        try {
            return new AxonBank(server, connections);
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private static HikariDataSource pool(Postgres server, int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl(server.url());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        config.setAutoCommit(false);
        return new HikariDataSource(config);
    }

    private AxonConfiguration configuration() {
        var transactions = new Transactions(persistence);
        return EventSourcingConfigurer.create()
                .componentRegistry(registry -> registry.disableEnhancer(UpdateCheckerConfigurationEnhancer.class))
                .registerTagResolver(_ -> event -> event.payload() instanceof Payload paid
                        ? Set.of(Tag.of(ACCOUNT, paid.account())) : Set.of())
                .registerEventStorageEngine(registry -> new AggregateBasedJpaEventStorageEngine(transactions,
                        transactions, registry.getComponent(EventConverter.class),
                        settings -> settings.persistenceExceptionResolver(new SQLStateResolver("23505"))))
                .registerEntity(EventSourcedEntityModule.autodetected(String.class, Account.class))
                .registerCommandHandlingModule(CommandHandlingModule.named("receiving").commandHandlers()
                        .annotatedCommandHandlingComponent(_ -> new Receiving()))
                .build();
    }

    /** Sends a command and waits until its event is on the device. */
    public void send(Receive receive) {
        while (true) {
            try {
                gateway.sendAndWait(receive);
                return;
            } catch (RuntimeException e) {
                if (!isConflict(e)) {
                    throw e;
                }
                conflicts.increment();
            }
        }
    }

    private static boolean isConflict(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof AppendEventsTransactionRejectedException) {
                return true;
            }
        }
        return false;
    }

    /** How often a command was sent again. */
    public long conflicts() {
        return conflicts.sum();
    }

    @Override
    public void close() throws IOException {
        axon.shutdown();
        persistence.close();
        pool.close();
        server.close();
    }
}
