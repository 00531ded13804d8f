package dev.runner.junit;

import dev.runner.cluster.logs.LogPosition;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** From when on things belong to one test: its lines, its events, its exits. */
final class TestScope {
    private final String name;
    private final Path reportDirectory;
    private final Instant begin;
    private final Map<String, LogPosition> marks;
    private final Map<String, Instant> exitsSeen = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;
    private volatile boolean clusterFailureThrown;

    /**
     * @param name of the test, for people
     * @param marks where its lines begin; for members that are not in it, at the beginning
     */
    TestScope(String name, Path reportDirectory, Instant begin, Map<String, LogPosition> marks) {
        this.name = name;
        this.reportDirectory = reportDirectory;
        // The timeline has milliseconds.
        this.begin = begin.truncatedTo(ChronoUnit.MILLIS);
        this.marks = Map.copyOf(marks);
    }

    /** Of what happens while the cluster starts, or in a cluster of its own. */
    static TestScope fromTheBeginning(String name, Path reportDirectory) {
        return new TestScope(name, reportDirectory, Instant.now(), Map.of());
    }

    /** The same for another name. */
    TestScope as(String otherName, Path otherDirectory) {
        return new TestScope(otherName, otherDirectory, begin, marks);
    }

    String name() {
        return name;
    }

    /** Where its report belongs, should there be one. */
    Path reportDirectory() {
        return reportDirectory;
    }

    Instant begin() {
        return begin;
    }

    LogPosition mark(String member) {
        return marks.getOrDefault(member, LogPosition.BEGINNING);
    }

    /** Ends of this member until then are old news. */
    void markExitsSeenUntil(String member, Instant time) {
        exitsSeen.put(member, time);
    }

    /** Whether an end at that time is news to this test. */
    boolean isUnseenExit(String member, Instant time) {
        Instant seen = exitsSeen.get(member);
        return seen == null ? !time.isBefore(begin) : time.isAfter(seen);
    }

    /** A part of it, a dynamic test for one, has failed. */
    void failed(Throwable part) {
        failure = part;
    }

    @Nullable Throwable failure() {
        return failure;
    }

    /** That the cluster has failed in it has been thrown. */
    void clusterFailureThrown() {
        clusterFailureThrown = true;
    }

    boolean isClusterFailureThrown() {
        return clusterFailureThrown;
    }
}
