// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The ways out of what can be replayed: methods and constructors of the JDK that only World may use. */
public final class Doors {
    private static final String NEW = "<init>";

    private static final List<Door> ALL = List.of(
            new Door(Clock.class, "system.*|tick.*"),
            new Door(System.class, "currentTimeMillis|nanoTime"),
            new Door(UUID.class, "randomUUID"),
            new Door(Random.class, NEW),
            new Door(SecureRandom.class, NEW + "|getInstance.*"),
            new Door(SplittableRandom.class, NEW),
            new Door(RandomGenerator.class, "getDefault|of"),
            new Door(ThreadLocalRandom.class, "current"),
            new Door(Math.class, "random"),
            new Door(Thread.class, NEW + "|sleep|ofVirtual|ofPlatform|startVirtualThread|start|join|yield"),
            new Door(Executors.class, ".*"),
            new Door(ForkJoinPool.class, NEW + "|commonPool"),
            new Door(LockSupport.class, "park.*"),
            new Door(Object.class, "wait"),
            new Door(TimeUnit.class, "sleep|timedJoin|timedWait"),
            new Door(Condition.class, "await.*"),
            new Door(CountDownLatch.class, "await"),
            new Door(CyclicBarrier.class, "await"),
            new Door(Phaser.class, "await.*|arriveAndAwaitAdvance"),
            new Door(Semaphore.class, "acquire.*"),
            new Door(BlockingQueue.class, "take|put"),
            new Door(Future.class, "get"),
            new Door(CompletableFuture.class, "join|.*Async|orTimeout|completeOnTimeout|delayedExecutor"),
            new Door(ForkJoinTask.class, "join|invoke|fork"),
            new Door(Files.class, ".*"),
            new Door(File.class, "(?!" + NEW + "|get|to|is(Absolute)|compareTo|equals|hashCode).*"),
            new Door(FileChannel.class, "open"),
            new Door(RandomAccessFile.class, NEW),
            new Door(FileInputStream.class, NEW),
            new Door(FileOutputStream.class, NEW),
            new Door(FileReader.class, NEW),
            new Door(FileWriter.class, NEW));

    private Doors() {}

    private record Door(Class<?> type, Pattern members) {
        Door(Class<?> type, String members) {
            this(type, Pattern.compile(members));
        }

        boolean isOpenedBy(AccessTarget target) {
            return members.matcher(target.getName()).matches() && target.getOwner().isAssignableTo(type);
        }
    }

    /** Calls of such methods and constructors, and references to them. */
    public static DescribedPredicate<JavaAccess<?>> to(String where) {
        return DescribedPredicate.describe("opens a door to " + where, access -> isOpenedBy(access.getTarget()));
    }

    private static boolean isOpenedBy(AccessTarget target) {
        boolean tellsTime = target.getOwner().getPackageName().startsWith("java.time");
        boolean asksForNow = tellsTime && target.getName().equals("now");
        return asksForNow || ALL.stream().anyMatch(door -> door.isOpenedBy(target));
    }
}
