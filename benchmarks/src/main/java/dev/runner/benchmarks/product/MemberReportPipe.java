package dev.runner.benchmarks.product;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What members say of themselves: lines in a named pipe, each with the time at which it arrived. Every side's members
 * write to it in the same way, so that nobody's own way of finding out is measured for one and not for another.
 */
final class MemberReportPipe implements AutoCloseable {
    /** @param nanos by {@link System#nanoTime} */
    record Sign(String word, long pid, long nanos) {}

    private final RandomAccessFile pipe;
    private final Thread reader = new Thread(this::read, "signs");
    private final List<Sign> seen = new ArrayList<>();

    private MemberReportPipe(RandomAccessFile pipe) {
        this.pipe = pipe;
        reader.setDaemon(true);
        reader.start();
    }

    static MemberReportPipe at(Path path) throws IOException, InterruptedException {
        BenchmarkCommands.run("mkfifo", path.toString());
        return new MemberReportPipe(new RandomAccessFile(path.toFile(), "rw"));
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        StringBuilder line = new StringBuilder();
        try {
            int count = pipe.read(buffer);
            while (count > 0 && !line.toString().startsWith("close ")) {
                long now = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        heard(line.toString(), now);
                        line.setLength(0);
                    } else {
                        line.append((char) buffer[i]);
                    }
                }
                count = line.toString().startsWith("close ") ? 0 : pipe.read(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void heard(String line, long now) {
        String[] words = line.split(" ", -1);
        seen.add(new Sign(words[0], words.length > 1 ? Long.parseLong(words[1]) : 0, now));
        notifyAll();
    }

    synchronized List<Sign> seen(String word) {
        return seen.stream().filter(sign -> sign.word().equals(word)).toList();
    }

    /** Waits until there are so many signs of this word, and returns them. */
    List<Sign> await(String word, int count) throws InterruptedException {
        return await(
                        word + " of " + count + " members",
                        signs -> signs.stream()
                                        .filter(s -> s.word().equals(word))
                                        .count()
                                >= count)
                .stream()
                .filter(sign -> sign.word().equals(word))
                .toList();
    }

    private synchronized List<Sign> await(String what, Predicate<List<Sign>> enough) throws InterruptedException {
        long end = System.nanoTime() + BenchmarkCommands.PATIENCE_NANOS;
        while (!enough.test(seen)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new BenchmarkTimeoutException(what + ": only " + seen.size() + " signs so far");
            }
            wait(left);
        }
        return List.copyOf(seen);
    }

    @Override
    public void close() throws IOException {
        pipe.write("close 0\nclose 0".getBytes(StandardCharsets.US_ASCII));
        try {
            reader.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pipe.close();
    }
}
