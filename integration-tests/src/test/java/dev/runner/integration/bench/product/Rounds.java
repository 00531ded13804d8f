package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The sides take turns, so that whatever else the machine does hits all alike. */
final class Rounds {
    private final Settings settings;
    private final Results results;
    /** A side is not measured again when its rounds of one figure have taken so long. */
    private final long enoughNanos;

    Rounds(Settings settings, Results results) {
        this.settings = settings;
        this.results = results;
        this.enoughNanos = TimeUnit.SECONDS.toNanos(settings.quick() ? 2 : 6);
    }

    /** One measurement of one side, in an empty directory. */
    interface Round {
        void measure(Side side, Path directory) throws IOException, InterruptedException;
    }

    void alternate(List<Side> sides, int rounds, String what, Round round) throws IOException, InterruptedException {
        Map<String, Long> spent = new HashMap<>();
        for (int i = 0; i < rounds; i++) {
            for (Side side : sides) {
                if (!settings.sides().isEmpty() && !settings.sides().contains(side.name())) {
                    continue;
                }
                String missing = side.missing();
                if (missing != null) {
                    results.note(side.name() + " is not installed (" + missing + "), and not measured");
                } else if (spent.getOrDefault(side.name(), 0L) < enoughNanos) {
                    long begun = System.nanoTime();
                    measure(side, what, round);
                    results.progress(what + " " + (i + 1) + ": " + side.name(), System.nanoTime() - begun);
                    spent.merge(side.name(), System.nanoTime() - begun, Long::sum);
                }
            }
        }
    }

    private static String brief(TookTooLong e) {
        String message = String.valueOf(e.getMessage());
        return message.length() > 300 ? message.substring(0, 300) + "..." : message;
    }

    private void measure(Side side, String what, Round round) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(settings.work(), "round-").toRealPath();
        try {
            round.measure(side, directory);
        } catch (TookTooLong e) {
            results.note(what + ", " + side.name() + ": took too long: " + brief(e));
        } finally {
            Tools.delete(directory);
        }
    }
}
