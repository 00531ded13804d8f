package dev.runner.worker.http;

import dev.runner.member.metrics.Metrics;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineFigures;
import dev.runner.worker.pipeline.Pipelines;
import java.util.List;
import java.util.function.ToLongFunction;

/** The figures of all pipelines, for Prometheus. */
final class WorkerMetrics {

    /** The id too: by hand, one name can be deployed twice. */
    private static final List<String> LABELS = List.of("group", "pipeline", "id");

    private final Pipelines pipelines;

    private WorkerMetrics(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    static Metrics of(Pipelines pipelines) {
        WorkerMetrics all = new WorkerMetrics(pipelines);
        Metrics metrics = new Metrics();
        metrics.gauge("worker_pipelines", "Pipelines that run here", pipelines::size);
        all.counter(metrics, "events", "Events that were taken in", PipelineFigures::events);
        all.counter(metrics, "outputs", "Events that came of them", PipelineFigures::outputs);
        all.counter(metrics, "duplicates", "Events whose id had been seen", PipelineFigures::duplicates);
        all.counter(metrics, "failures", "Events at which the program failed", PipelineFigures::failures);
        all.counter(
                metrics, "dropped_hops", "Outputs that routes had carried on too often", PipelineFigures::droppedHops);
        all.counter(
                metrics,
                "undeliverable",
                "Outputs that their target refused for what they are",
                PipelineFigures::undeliverable);
        all.counter(metrics, "forgotten", "Windows that were given up", PipelineFigures::forgotten);
        metrics.gauge(
                "worker_pipeline_outbox",
                "Outputs that other pipelines have not yet taken",
                LABELS,
                samples -> all.each(PipelineFigures::outbox, samples));
        return metrics;
    }

    private void counter(Metrics metrics, String name, String help, ToLongFunction<PipelineFigures> figure) {
        metrics.counter("worker_pipeline_" + name, help, LABELS, samples -> each(figure, samples));
    }

    private void each(ToLongFunction<PipelineFigures> figure, Metrics.Samples samples) {
        for (Pipeline pipeline : pipelines.all()) {
            PipelineFigures figures = pipeline.figures();
            String group = figures.group() == null ? "" : figures.group();
            samples.add(figure.applyAsLong(figures), group, figures.name(), figures.id());
        }
    }
}
