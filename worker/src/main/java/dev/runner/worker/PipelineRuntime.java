package dev.runner.worker;

import dev.runner.http.HttpServer;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.service.SingleThreadScheduler;
import dev.runner.service.TaskScheduler;
import dev.runner.worker.exchange.ExchangeSecret;
import dev.runner.worker.exchange.ExchangeSender;
import dev.runner.worker.http.HttpExchangeClient;
import dev.runner.worker.http.PipelineLogStreams;
import dev.runner.worker.http.WorkerMetricsView;
import dev.runner.worker.pipeline.OutboxBatch;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineHooks;
import dev.runner.worker.pipeline.PipelineRegistry;
import dev.runner.worker.pipeline.PipelineThreads;
import dev.runner.worker.pipeline.WindowScheduler;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The pipelines, and the threads that work for them. A thread begins when there is something to do for it. */
final class PipelineRuntime implements PipelineHooks {

    private final WorkerSettings settings;
    private final TaskScheduler timer = new SingleThreadScheduler("timer");
    private final TaskScheduler deliveries = new SingleThreadScheduler("exchange");
    private final LongAdder processed = new LongAdder();
    private final ExchangeSecret exchangeKey = new ExchangeSecret();
    private final PipelineLogStreams logs;
    private final PipelineThreads threads;
    private final WindowScheduler windows;
    private final ExchangeSender sender;
    private final PipelineRegistry pipelines;

    PipelineRuntime(WorkerSettings settings, Supplier<String> ids, HttpServer server) {
        Clock clock = Clock.systemUTC(); // windows move from worker to worker, so their time is everybody's
        this.settings = settings;
        this.logs = new PipelineLogStreams(server.streams());
        this.threads = new PipelineThreads(settings.pipelineThreads(), timer, System::nanoTime);
        this.windows = new WindowScheduler(timer, clock);
        this.sender = new ExchangeSender(new HttpExchangeClient(server.client(), exchangeKey), deliveries);
        this.pipelines = new PipelineRegistry(settings.id(), settings.maxPipelines(), ids, this, clock, threads);
    }

    @Override
    public void deliver(Pipeline pipeline, OutboxBatch delivery) {
        sender.send(pipeline, delivery);
    }

    @Override
    public void scheduleAt(Pipeline pipeline, long millis) {
        windows.scheduleAt(pipeline, millis);
    }

    @Override
    public void processed(int events) {
        processed.add(events);
    }

    PipelineRegistry pipelines() {
        return pipelines;
    }

    ExchangeSecret exchangeKey() {
        return exchangeKey;
    }

    PipelineLogStreams logs() {
        return logs;
    }

    HeartbeatRequest beat() {
        return new HeartbeatRequest(processed.sum(), pipelines.size());
    }

    WorkerMetricsView figures() {
        return new WorkerMetricsView(
                settings.id(),
                processed.sum(),
                pipelines.size(),
                settings.maxPipelines(),
                pipelines.all().stream().map(Pipeline::figures).toList());
    }

    /** Refuses events that have not begun; those that are being computed have a moment to be answered. */
    void stop() {
        List.of(timer, deliveries).forEach(TaskScheduler::stop);
        pipelines.stop();
        threads.stop();
    }
}
