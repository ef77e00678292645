// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer.axon;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

/**
 * JPA's own transactions, one at a time in each thread, with a persistence context for each; one that is started within
 * another joins it, as Spring does it.
 */
final class Transactions implements TransactionManager, EntityManagerProvider {

    private static final ThreadLocal<@Nullable EntityManager> CURRENT = new ThreadLocal<>();

    private final EntityManagerFactory factory;

    Transactions(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public EntityManager getEntityManager() {
        var manager = CURRENT.get();
        if (manager == null) {
            throw new IllegalStateException("outside of a transaction");
        }
        return manager;
    }

    @Override
    public Transaction startTransaction() {
        var around = CURRENT.get();
        if (around != null) {
            return new Joined(around);
        }
        var manager = factory.createEntityManager();
        CURRENT.set(manager);
        manager.getTransaction().begin();
        return new Transaction() {
            @Override
            public void commit() {
                try {
                    manager.getTransaction().commit();
                } finally {
                    end();
                }
            }

            @Override
            public void rollback() {
                if (manager.isOpen() && manager.getTransaction().isActive()) {
                    manager.getTransaction().rollback();
                }
                end();
            }

            private void end() {
                CURRENT.remove();
                if (manager.isOpen()) {
                    manager.close();
                }
            }
        };
    }

    /** A part of the transaction around it, which commits. */
    private record Joined(EntityManager manager) implements Transaction {
        @Override
        public void commit() {}

        @Override
        public void rollback() {
            manager.getTransaction().setRollbackOnly();
        }
    }
}
