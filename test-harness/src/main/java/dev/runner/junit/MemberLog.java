package dev.runner.junit;

import dev.runner.cluster.logs.LinePattern;
import dev.runner.cluster.logs.LogFollower;
import dev.runner.cluster.logs.LogPosition;
import dev.runner.cluster.logs.LogStartPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The log of a member: its standard output and error, of all its runs. */
public final class MemberLog {
    private final ManagedTestCluster live;
    private final Supplier<TestScope> span;
    private final String member;

    /** A position in a log, from {@link MemberLog#end}. */
    public static final class Place {
        private final LogPosition mark;

        private Place(LogPosition mark) {
            this.mark = mark;
        }
    }

    MemberLog(ManagedTestCluster live, Supplier<TestScope> span, String member) {
        this.live = live;
        this.span = span;
        this.member = member;
    }

    /** The log file. When it has grown large, it is renamed to {@code .log.1} and a new one is started. */
    public Path path() {
        return live.library().log(member);
    }

    /** The lines since this test began. */
    public List<String> lines() {
        return read(LogStartPosition.at(span.get().mark(member)));
    }

    /** The lines since the cluster began. */
    public List<String> allLines() {
        return read(LogStartPosition.at(LogPosition.BEGINNING));
    }

    /** The lines after a position. */
    public List<String> linesAfter(Place place) {
        return read(LogStartPosition.at(place.mark));
    }

    /** The current end of the log, to look at later lines only. */
    public Place end() {
        try {
            return new Place(LogPosition.endOf(path()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The last lines since this test began. */
    List<String> lastLines(int count) {
        return read(LogStartPosition.at(span.get().mark(member)), LineCollector.last(count));
    }

    private List<String> read(LogStartPosition beginning) {
        return read(beginning, LineCollector.all());
    }

    private List<String> read(LogStartPosition beginning, LineCollector lines) {
        try (LogFollower follower = follow(beginning, lines)) {
            follower.drain();
            follower.flush();
        } catch (IOException e) {
            throw unreadable(e);
        }
        return lines.found();
    }

    private LogFollower follow(LogStartPosition beginning, LineCollector lines) throws IOException {
        return new LogFollower(Objects.requireNonNull(path().getParent()), List.of(member), beginning, lines);
    }

    /** @param after null for the start of the test */
    String await(String regex, @Nullable Place after, @Nullable Duration atMost) {
        LinePattern pattern = LinePattern.compile(regex);
        LineCollector lines = LineCollector.first(line -> isIn(line, pattern));
        LogPosition mark = after == null ? span.get().mark(member) : after.mark;
        try (LogFollower follower = follow(LogStartPosition.at(mark), lines)) {
            return ConditionWaiter.until(
                    member + " to write a line with /" + regex + "/",
                    atMost,
                    () -> firstLine(follower, lines),
                    () -> ClusterDescriber.withLastLines(live, span.get(), member));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private boolean isIn(String line, LinePattern pattern) {
        LinePattern.Verdict verdict = pattern.find(line);
        if (verdict == LinePattern.Verdict.TOO_SLOW) {
            throw new IllegalArgumentException("/" + pattern + "/ takes too long on a line of " + line.length()
                    + " characters of " + member + ": write it without lookaround, backreferences and repetitions of"
                    + " repetitions");
        }
        return verdict == LinePattern.Verdict.FOUND;
    }

    private static Optional<String> firstLine(LogFollower follower, LineCollector lines) throws IOException {
        follower.drain();
        return lines.found().stream().findFirst();
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException("the log of " + member + " cannot be read", e);
    }

    /** The path of the log file. */
    @Override
    public String toString() {
        return path().toString();
    }
}
