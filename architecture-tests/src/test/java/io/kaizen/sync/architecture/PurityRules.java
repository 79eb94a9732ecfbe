package io.kaizen.sync.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.io.Console;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.security.SecureRandom;
import java.text.Collator;
import java.text.DateFormat;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Scanner;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What code must not reach for by itself: time, chance, the console, files, state that everybody shares. */
final class PurityRules {

    /** What an embedder gets who injects nothing. */
    private static final String SYSTEM_DEFAULTS = ".application.embed.SystemDefaults";

    private PurityRules() {}

    static List<Rule> all() {
        return List.of(
                new Rule(
                        "noclock",
                        root -> noClasses()
                                .that()
                                .resideInAnyPackage(root + ".domain..", root + ".application..")
                                .and()
                                .doNotHaveFullyQualifiedName(root + SYSTEM_DEFAULTS)
                                .should()
                                .accessTargetWhere(readsAClock())
                                .because(
                                        "time is an argument in the domain and an injected source in the application")),
                new Rule(
                        "nochance",
                        root -> noClasses()
                                .that()
                                .resideInAnyPackage(root + ".domain..", root + ".application..")
                                .and()
                                .doNotHaveFullyQualifiedName(root + SYSTEM_DEFAULTS)
                                .should()
                                .accessTargetWhere(drawsLots())
                                .because("a simulation must be able to live the same life twice")),
                new Rule(
                        "noinputoutput",
                        root -> noClasses()
                                .that()
                                .resideInAPackage(root + ".domain..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(
                                        "java.net..", "java.nio.file..", "java.nio.channels..", "java.sql..")
                                .orShould()
                                .dependOnClassesThat()
                                .belongToAnyOf(
                                        File.class,
                                        FileInputStream.class,
                                        FileOutputStream.class,
                                        RandomAccessFile.class)
                                .because("the domain decides; others read, write and send")),
                new Rule(
                        "nosleep",
                        root -> noClasses()
                                .that()
                                .haveSimpleNameNotEndingWith("Sleeper")
                                .should()
                                .accessTargetWhere(sleeps())
                                .because("every wait must end when the process is told to stop")),
                new Rule(
                        "noendlesswait",
                        root -> noClasses()
                                .that()
                                .resideOutsideOfPackage(root + ".testkit..")
                                .and()
                                .haveSimpleNameNotEndingWith("ServerCommand")
                                .and()
                                .doNotHaveSimpleName("ThreadTurn")
                                .and()
                                .doNotHaveSimpleName("BatchPrefetcher")
                                .and()
                                .doNotHaveSimpleName("WriteBehind")
                                .and()
                                .doNotHaveSimpleName("Futures")
                                .should()
                                .accessTargetWhere(waitsForEver())
                                .because(
                                        "whoever sends must not be able to get stuck; a server may wait for its end, and a flush"
                                                + " for helping threads of its own, each of whose steps has a deadline")),
                new Rule(
                        "noserialisation",
                        root -> noClasses()
                                .should()
                                .dependOnClassesThat()
                                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
                                .orShould()
                                .accessTargetWhere(choosesClassesByName())
                                .because("rows are text, and no text may choose what code runs")),
                new Rule(
                        "noconsole",
                        root -> noClasses()
                                .that()
                                .resideOutsideOfPackage(root + ".bootstrap..")
                                .should()
                                .accessTargetWhere(usesTheConsole())
                                .orShould()
                                .dependOnClassesThat()
                                .resideInAPackage("java.util.logging..")
                                .because(
                                        "the console belongs to the command line, and a library must not write to it")),
                new Rule(
                        "noexit",
                        root -> noClasses()
                                .that()
                                .resideOutsideOfPackage(root + ".bootstrap..")
                                .should()
                                .accessTargetWhere(member("exit|halt", System.class, Runtime.class)
                                        .as("the process is ended"))
                                .because("whether the process ends is not for a library to say")),
                new Rule(
                        "nolocale",
                        root -> noClasses()
                                .should()
                                .accessTargetWhere(asksForTheLocale())
                                .because("a machine reads what we write: it must not depend on whose machine it was")),
                new Rule(
                        "nosharedstate",
                        root -> fields().that()
                                .areStatic()
                                .should()
                                .beFinal()
                                .because("state belongs to objects, so that two of them can live side by side")),
                new Rule(
                        "nosharedcollections",
                        root -> noClasses()
                                .that()
                                .doNotHaveSimpleName("HolderLocks")
                                .and()
                                .doNotHaveSimpleName("NdjsonFile")
                                .and()
                                .doNotHaveSimpleName("StagingTable")
                                .should()
                                .accessTargetWhere(makesSharedStateThatChanges())
                                .because(
                                        "a final field can hold state too; the locks of files belong to the process, and names of"
                                                + " temporary tables to nobody")));
    }

    private static DescribedPredicate<JavaAccess<?>> makesSharedStateThatChanges() {
        DescribedPredicate<JavaAccess<?>> once = DescribedPredicate.describe(
                "for a class", access -> access.getOrigin().getName().equals("<clinit>"));
        return member(
                        "<init>|newKeySet|withInitial",
                        AtomicBoolean.class,
                        AtomicInteger.class,
                        AtomicLong.class,
                        AtomicReference.class,
                        ConcurrentHashMap.class,
                        ConcurrentLinkedQueue.class,
                        CopyOnWriteArrayList.class,
                        ReentrantLock.class,
                        ThreadLocal.class)
                .and(once)
                .as("what changes is made for a class and not for an object");
    }

    private static DescribedPredicate<JavaAccess<?>> readsAClock() {
        return member(
                        "now",
                        Instant.class,
                        LocalDate.class,
                        LocalDateTime.class,
                        OffsetDateTime.class,
                        ZonedDateTime.class)
                .or(member("system.*|tick.*", Clock.class, InstantSource.class))
                .or(member("currentTimeMillis|nanoTime", System.class))
                .as("a clock is read");
    }

    private static DescribedPredicate<JavaAccess<?>> drawsLots() {
        return member("random", Math.class, StrictMath.class)
                .or(member("randomUUID", UUID.class))
                .or(member("current", ThreadLocalRandom.class))
                .or(member("of|getDefault", RandomGenerator.class))
                .or(member("<init>", Random.class, SplittableRandom.class, SecureRandom.class))
                .as("chance decides");
    }

    private static DescribedPredicate<JavaAccess<?>> sleeps() {
        // Parking is not meant: it ends when the thread is interrupted.
        return member("sleep", Thread.class, TimeUnit.class).as("a thread sleeps");
    }

    private static DescribedPredicate<JavaAccess<?>> waitsForEver() {
        DescribedPredicate<JavaAccess<?>> withoutLimit = DescribedPredicate.describe(
                "without a limit",
                access -> access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
                        && called.getRawParameterTypes().isEmpty());
        return member("wait", Object.class)
                .or(member("join", Thread.class, CompletableFuture.class))
                .or(member("await", CountDownLatch.class, Condition.class, CyclicBarrier.class))
                .or(member("get", Future.class, FutureTask.class, CompletableFuture.class))
                .or(member("take", BlockingQueue.class, LinkedBlockingQueue.class, CompletionService.class))
                .or(member("acquire", Semaphore.class))
                .or(member("waitFor", Process.class))
                .and(withoutLimit)
                .as("a thread waits without a limit");
    }

    private static DescribedPredicate<JavaAccess<?>> asksForTheLocale() {
        DescribedPredicate<JavaAccess<?>> withoutLocale = DescribedPredicate.describe(
                "without a locale",
                access -> access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget called
                        && called.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Locale.class)));
        return member("format|formatted|toLowerCase|toUpperCase", String.class)
                .or(member("format|printf", PrintStream.class, PrintWriter.class, Console.class))
                .or(member("<init>", Formatter.class, Scanner.class, SimpleDateFormat.class, MessageFormat.class))
                .or(member("ofPattern|ofLocalized.*", DateTimeFormatter.class))
                .or(member("toFormatter", DateTimeFormatterBuilder.class))
                .or(member("get.*Instance|<init>", NumberFormat.class, DecimalFormat.class, DecimalFormatSymbols.class))
                .or(member("get.*Instance", DateFormat.class, Collator.class, Calendar.class))
                .and(withoutLocale)
                .or(member("format", MessageFormat.class))
                .or(member("getDefault", Locale.class))
                .as("the locale of the machine decides");
    }

    private static DescribedPredicate<JavaAccess<?>> choosesClassesByName() {
        return DescribedPredicate.describe(
                "polymorphic JSON is switched on",
                access -> access.getTarget().getName().matches("activateDefaultTyping.*|enableDefaultTyping.*"));
    }

    private static DescribedPredicate<JavaAccess<?>> usesTheConsole() {
        DescribedPredicate<JavaAccess<?>> stackTrace = DescribedPredicate.describe(
                "a stack trace is printed",
                access -> access.getTarget().getName().equals("printStackTrace"));
        return member("out|err|in|console", System.class).or(stackTrace).as("the console is used");
    }

    private static DescribedPredicate<JavaAccess<?>> member(String name, Class<?>... owners) {
        Set<String> names = Arrays.stream(owners).map(Class::getName).collect(Collectors.toSet());
        return DescribedPredicate.describe(
                name,
                access -> names.contains(access.getTargetOwner().getName())
                        && access.getTarget().getName().matches(name));
    }
}
