// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.store.EventStore;
import io.thence.store.Subscription;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A store in which something happens right after a subscription was looked at for the so many-th time. */
final class Arriving {

    private int looks;

    private Arriving(int looks) {
        this.looks = looks;
    }

    static EventStore after(EventStore store, int looks, Runnable arrives) {
        var arriving = new Arriving(looks);
        return passing(EventStore.class, store, (method, answer) -> answer instanceof Subscription subscription
                ? passing(Subscription.class, subscription, (asked, found) -> arriving.looked(asked, found, arrives))
                : answer);
    }

    /** A store in which something happens right before an append. */
    static EventStore appending(EventStore store, Runnable before) {
        return EventStore.class.cast(Proxy.newProxyInstance(Arriving.class.getClassLoader(),
                new Class<?>[] {EventStore.class}, (_, method, args) -> {
                    if (method.getName().equals("append")) {
                        before.run();
                    }
                    return answer(store, method, args);
                }));
    }

    private Object looked(Method asked, Object found, Runnable arrives) {
        if (asked.getName().equals("poll") && --looks == 0) {
            arrives.run();
        }
        return found;
    }

    private interface Then {
        Object answer(Method method, Object answer);
    }

    private static <T> T passing(Class<T> type, T to, Then then) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, args) ->
                then.answer(method, answer(to, method, args))));
    }

    private static Object answer(Object to, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(to, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
