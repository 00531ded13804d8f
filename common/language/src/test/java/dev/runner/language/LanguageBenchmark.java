package dev.runner.language;

import java.util.Locale;

/** Prints how many events per second one thread processes with some programs. Run it by hand on a quiet machine. */
final class LanguageBenchmark {
    private static final int ROUNDS = 8;
    private static final int EVENTS = 2_000_000;

    private LanguageBenchmark() {}

    public static void main(String[] arguments) {
        measure("where + emit", "stream A = R .where(value > 100) .emit(kind: \"high\", sensor: sensor, value: value)");
        measure(
                "where (half pass) + emit with sum",
                "stream A = R .where(value > 500 and on) .emit(twice: value * 2 + 1)");
        measure(
                "window(5) + aggregate + emit",
                "stream A = R .window(5) .aggregate(n: count(), s: sum(value)) .emit(n: n, s: s)");
        measure(
                "partition_by + window(5) + aggregate + emit",
                "stream A = R .partition_by(sensor) .window(5) .aggregate(n: count(), s: avg(value)) .emit()");
    }

    private static void measure(String what, String source) {
        ProgramRun run = TestPrograms.run(source);
        Event[] events = new Event[1000];
        for (int i = 0; i < events.length; i++) {
            events[i] = TestPrograms.event("R", "sensor", "s" + i % 100, "value", i, "on", i % 2 == 0);
        }
        long[] outputs = new long[1];
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < EVENTS; i++) {
                run.accept(events[i % events.length], i, output -> outputs[0]++);
            }
            best = Math.max(best, EVENTS * 1e9 / (System.nanoTime() - start));
        }
        System.out.printf(Locale.ROOT, "%-48s %,12.0f events/s%n", what, best);
    }
}
