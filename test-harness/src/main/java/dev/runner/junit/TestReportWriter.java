package dev.runner.junit;

import dev.runner.cluster.MemberStatus;
import dev.runner.cluster.logs.LogFollower;
import dev.runner.cluster.logs.LogSink;
import dev.runner.cluster.logs.LogStartPosition;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the report of a test: the logs of all members and the timeline since it began, the plan, thread dumps, and a
 * summary page. The cluster's key is masked everywhere.
 */
final class TestReportWriter {
    /** The summary page. */
    static final String PAGE = "report.md";

    private final ManagedTestCluster live;
    private final TestScope span;
    private final @Nullable Throwable failure;
    private final Path directory;

    /** @param failure null if the test has passed */
    TestReportWriter(ManagedTestCluster live, TestScope span, @Nullable Throwable failure) {
        this.live = live;
        this.span = span;
        this.failure = failure;
        this.directory = span.reportDirectory();
    }

    /** Writes the report, replacing that of an earlier run. A failure to write is added to the test's exception. */
    void write() {
        try {
            ownFiles();
            Files.createDirectories(directory);
            List<MemberStatus> members = live.status().members();
            List<String> notes = failure == null ? List.of() : threadDumps(members);
            for (MemberStatus member : members) {
                copyLog(member.planned().name());
            }
            if (live.plan().setup() != null) {
                copyLog(dev.runner.cluster.plan.ClusterPlan.SETUP);
            }
            copyTimeline();
            put("plan.txt", live.plan().toText());
            put(PAGE, new MarkdownReport(live, span, failure, members, notes).text());
        } catch (IOException | RuntimeException e) {
            tell(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tell(e);
        }
    }

    private void tell(Exception e) {
        if (failure == null) {
            throw new IllegalStateException("the report in " + directory + " cannot be written", e);
        }
        failure.addSuppressed(e);
    }

    /**
     * Deletes files but not directories, which belong to other tests: a class's directory contains those of its
     * methods.
     */
    private void ownFiles() throws IOException {
        if (Files.isDirectory(directory)) {
            try (var files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }
    }

    private List<String> threadDumps(List<MemberStatus> members) throws IOException, InterruptedException {
        Map<String, List<Long>> pids = new LinkedHashMap<>();
        for (MemberStatus member : members) {
            if (member.now().state().isAlive()
                    && !member.now().operatorActions().paused()) {
                String name = member.planned().name();
                pids.put(name, List.copyOf(new TreeSet<>(live.library().pids(name))));
            }
        }
        return ThreadDumps.write(pids, directory);
    }

    private void copyLog(String member) throws IOException {
        Path log = live.library().log(member);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(directory.resolve(member + ".log")));
                LogFollower follower = new LogFollower(
                        Objects.requireNonNull(log.getParent()),
                        List.of(member),
                        LogStartPosition.at(span.mark(member)),
                        new Copy(out))) {
            follower.drain();
            follower.flush();
        }
    }

    private void copyTimeline() throws IOException {
        Path timeline = live.library().directory().resolve("events.jsonl");
        StringBuilder events = new StringBuilder();
        try (var lines = Files.lines(timeline, StandardCharsets.UTF_8)) {
            // Each line starts with its time in UTC with milliseconds, so strings compare like times.
            String from = "{\"at\":\"" + MarkdownReport.MILLIS.format(span.begin());
            lines.filter(line -> line.compareTo(from) >= 0)
                    .forEach(line -> events.append(line).append('\n'));
        }
        put("events.jsonl", events.toString());
    }

    private void put(String name, String text) throws IOException {
        Files.writeString(
                directory.resolve(name),
                masked(text),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    private String masked(String text) {
        String key = live.library().apiKey();
        return key == null ? text : text.replace(key, "***");
    }

    /** Copies lines and masks the key. */
    private final class Copy implements LogSink {
        private final OutputStream out;
        private final byte @Nullable [] key;

        Copy(OutputStream out) {
            this.out = out;
            String secret = live.library().apiKey();
            this.key = secret == null ? null : secret.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public void line(String member, byte[] bytes, int offset, int length, boolean whole) {
            try {
                if (key == null) {
                    out.write(bytes, offset, length);
                } else {
                    // Latin-1 preserves every byte.
                    String line = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
                    out.write(masked(line).getBytes(StandardCharsets.ISO_8859_1));
                }
                if (whole) {
                    out.write('\n');
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("the log of " + member + " cannot be copied", e);
            }
        }

        @Override
        public void skipped(String member) {
            byte[] note = "(lines that were rotated away are missing here)\n".getBytes(StandardCharsets.UTF_8);
            line(member, note, 0, note.length - 1, true);
        }
    }
}
