package dev.runner.worker.http;

import dev.runner.service.metrics.Metrics;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineMetrics;
import dev.runner.worker.pipeline.PipelineRegistry;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The metrics of all pipelines, for Prometheus. */
final class WorkerMetrics {

    /** Includes the id: by hand, one name can be deployed twice. */
    private static final List<String> LABELS = List.of("group", "pipeline", "id");

    /** The metrics of each pipeline. An enum, because a lambda for each costs more at every start of a worker. */
    private enum Figure {
        EVENTS("Events that were taken in"),
        OUTPUTS("Events that came of them"),
        DUPLICATES("Events whose id had been seen"),
        FAILURES("Events at which the program failed"),
        DROPPED_HOPS("Outputs that routes had carried on too often"),
        UNDELIVERABLE("Outputs that their target refused for what they are"),
        FORGOTTEN("Windows that were given up"),
        DROPPED_INSIDE("Events inside the program that were not processed, because one caused too many"),
        OUTBOX("Outputs that other pipelines have not yet taken"),
        STATE_BYTES("Bytes of what the pipeline remembers, in a checkpoint");

        private final String help;

        Figure(String help) {
            this.help = help;
        }

        long of(PipelineMetrics figures) {
            return switch (this) {
                case EVENTS -> figures.events();
                case OUTPUTS -> figures.outputs();
                case DUPLICATES -> figures.duplicates();
                case FAILURES -> figures.failures();
                case DROPPED_HOPS -> figures.droppedHops();
                case UNDELIVERABLE -> figures.undeliverable();
                case FORGOTTEN -> figures.forgotten();
                case DROPPED_INSIDE -> figures.droppedInside();
                case OUTBOX -> figures.outbox();
                case STATE_BYTES -> figures.stateBytes();
            };
        }
    }

    /** One metric of all pipelines. */
    private record Row(Figure figure, PipelineRegistry pipelines) implements Consumer<Metrics.Samples> {

        @Override
        public void accept(Metrics.Samples samples) {
            for (Pipeline pipeline : pipelines.all()) {
                PipelineMetrics figures = pipeline.figures();
                String group = figures.group() == null ? "" : figures.group();
                samples.add(figure.of(figures), group, figures.name(), figures.id());
            }
        }
    }

    private WorkerMetrics() {}

    static Metrics of(PipelineRegistry pipelines) {
        Metrics metrics = new Metrics();
        metrics.gauge("worker_pipelines", "Pipelines that run here", pipelines::size);
        for (Figure figure : Figure.values()) {
            String name = "worker_pipeline_" + figure.name().toLowerCase(Locale.ROOT);
            Row row = new Row(figure, pipelines);
            if (figure == Figure.OUTBOX || figure == Figure.STATE_BYTES) {
                metrics.gauge(name, figure.help, LABELS, row);
            } else {
                metrics.counter(name, figure.help, LABELS, row);
            }
        }
        return metrics;
    }
}
