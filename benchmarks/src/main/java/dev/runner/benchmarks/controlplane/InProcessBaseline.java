package dev.runner.benchmarks.controlplane;

import dev.runner.language.CompilationResult;
import dev.runner.language.Event;
import dev.runner.language.Program;
import dev.runner.language.ProgramRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The pipeline alone: no HTTP, no JSON, one thread. */
final class InProcessBaseline {

    private static final int EVENTS = 1024;

    private InProcessBaseline() {}

    static List<Double> perSecond(String source, double seconds, int times) {
        CompilationResult compilation = Program.compile(source);
        ProgramRun run = Objects.requireNonNull(compilation.program(), () -> String.valueOf(compilation.diagnostics()))
                .start();
        Event[] events = new Event[EVENTS];
        for (int i = 0; i < EVENTS; i++) {
            events[i] = Event.ofOwned(
                    "SensorReading", new String[] {"sensor_id", "value"}, new Object[] {"s-" + i, (long) (i % 200)});
        }
        double unused = measure(run, events, Math.max(1, 2 * seconds));
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            rates.add(measure(run, events, seconds));
        }
        return rates;
    }

    private static double measure(ProgramRun run, Event[] events, double seconds) {
        long[] outputs = {0};
        long done = 0;
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            for (Event event : events) {
                run.accept(event, 0, output -> outputs[0]++);
            }
            done += events.length;
        }
        if (outputs[0] == 0) {
            throw new IllegalStateException("the pipeline gave nothing");
        }
        return done / ((System.nanoTime() - begin) / 1e9);
    }
}
