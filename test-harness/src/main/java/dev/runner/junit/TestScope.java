package dev.runner.junit;

import dev.runner.cluster.logs.LogPosition;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The start of one test: separates its log lines, events and exits from earlier ones. */
final class TestScope {
    private final String name;
    private final Path reportDirectory;
    private final Instant begin;
    private final Map<String, LogPosition> marks;
    private final Map<String, Instant> exitsSeen = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean clusterFailureThrown;

    /**
     * @param name the test's name, for messages
     * @param marks the log positions at the start of the test; members without one start at the beginning
     */
    TestScope(String name, Path reportDirectory, Instant begin, Map<String, LogPosition> marks) {
        this.name = name;
        this.reportDirectory = reportDirectory;
        // The timeline's times have millisecond precision.
        this.begin = begin.truncatedTo(ChronoUnit.MILLIS);
        this.marks = Map.copyOf(marks);
    }

    /** The scope of a cluster's start, or of a test with its own cluster. */
    static TestScope fromTheBeginning(String name, Path reportDirectory) {
        return new TestScope(name, reportDirectory, Instant.now(), Map.of());
    }

    /** The same scope with another name. */
    TestScope as(String otherName, Path otherDirectory) {
        return new TestScope(otherName, otherDirectory, begin, marks);
    }

    String name() {
        return name;
    }

    /** The directory for its report, which may not be written. */
    Path reportDirectory() {
        return reportDirectory;
    }

    Instant begin() {
        return begin;
    }

    LogPosition mark(String member) {
        return marks.getOrDefault(member, LogPosition.BEGINNING);
    }

    /** Marks ends of this member up to that time as seen. */
    void markExitsSeenUntil(String member, Instant time) {
        exitsSeen.put(member, time);
    }

    /** Whether this test has not seen an end at that time yet. */
    boolean isUnseenExit(String member, Instant time) {
        Instant seen = exitsSeen.get(member);
        return seen == null ? !time.isBefore(begin) : time.isAfter(seen);
    }

    /** Notes that a part of it has failed, a dynamic test for example. */
    void failed(Throwable part) {
        failure = part;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /** Notes that the failure of the cluster has been thrown. */
    void clusterFailureThrown() {
        clusterFailureThrown = true;
    }

    boolean isClusterFailureThrown() {
        return clusterFailureThrown;
    }
}
