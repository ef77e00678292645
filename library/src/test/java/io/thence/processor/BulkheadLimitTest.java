// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who has asked in vain is told when a call ends, however many end at once. */
class BulkheadLimitTest {

    private final AtomicInteger freed = new AtomicInteger();
    private Runnable beforeRelease = () -> {};
    private final Bulkhead bulkhead = Bulkhead.of("test", BulkheadConfig.custom().maxConcurrentCalls(2).build());
    private final BulkheadLimit limit = new BulkheadLimit((Bulkhead) Proxy.newProxyInstance(
            Bulkhead.class.getClassLoader(), new Class<?>[] {Bulkhead.class}, (_, method, arguments) -> {
                if (method.getName().equals("releasePermission")) {
                    beforeRelease.run();
                }
                return method.invoke(bulkhead, arguments);
            }), freed::incrementAndGet);

    @Test
    void who_has_asked_in_vain_is_told_once() {
        assertThat(limit.tryAcquire()).isTrue();
        assertThat(limit.tryAcquire()).isTrue();
        assertThat(limit.closedNanos()).isEqualTo(CallLimit.UNTIL_TOLD);
        limit.release();
        assertThat(freed).hasValue(1);
        limit.release();
        assertThat(freed).as("nobody waits").hasValue(1);
    }

    @Test
    void who_asks_in_vain_while_a_call_ends_is_told() {
        assertThat(limit.tryAcquire()).isTrue();
        assertThat(limit.tryAcquire()).isTrue();
        limit.release();
        beforeRelease = () -> {
            assertThat(limit.tryAcquire()).isTrue();
            assertThat(limit.closedNanos()).isEqualTo(CallLimit.UNTIL_TOLD);
        };
        limit.release();
        assertThat(freed).hasValue(1);
    }
}
