package dev.runner.worker;

import dev.runner.http.MemberServer;
import dev.runner.protocol.HeartbeatRequest;
import dev.runner.service.Schedule;
import dev.runner.service.TaskThread;
import dev.runner.worker.exchange.Courier;
import dev.runner.worker.exchange.ExchangeKey;
import dev.runner.worker.http.HttpExchangeCalls;
import dev.runner.worker.http.PipelineLogs;
import dev.runner.worker.http.WorkerFigures;
import dev.runner.worker.pipeline.Pipeline;
import dev.runner.worker.pipeline.PipelineHooks;
import dev.runner.worker.pipeline.Pipelines;
import dev.runner.worker.pipeline.Timers;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The pipelines, and the threads that work for them. A thread begins when there is something to do for it. */
final class PipelineWork implements PipelineHooks {

    private final WorkerSettings settings;
    private final Schedule windows = new TaskThread("windows");
    private final Schedule deliveries = new TaskThread("exchange");
    private final LongAdder processed = new LongAdder();
    private final ExchangeKey exchangeKey = new ExchangeKey();
    private final PipelineLogs logs;
    private final Timers timers;
    private final Courier courier;
    private final Pipelines pipelines;

    PipelineWork(WorkerSettings settings, Supplier<String> ids, MemberServer server) {
        Clock clock = Clock.systemUTC(); // windows move from worker to worker, so their time is everybody's
        this.settings = settings;
        this.logs = new PipelineLogs(server.streams());
        this.timers = new Timers(windows, clock);
        this.courier = new Courier(new HttpExchangeCalls(server.client(), exchangeKey), deliveries);
        this.pipelines = new Pipelines(settings.id(), settings.maxPipelines(), ids, this, clock);
    }

    @Override
    public void outboxChanged(Pipeline pipeline) {
        courier.look(pipeline);
    }

    @Override
    public void callAt(Pipeline pipeline, long millis) {
        timers.callAt(pipeline, millis);
    }

    @Override
    public void processed(int events) {
        processed.add(events);
    }

    Pipelines pipelines() {
        return pipelines;
    }

    ExchangeKey exchangeKey() {
        return exchangeKey;
    }

    PipelineLogs logs() {
        return logs;
    }

    HeartbeatRequest beat() {
        return new HeartbeatRequest(processed.sum(), pipelines.size());
    }

    WorkerFigures figures() {
        return new WorkerFigures(
                settings.id(),
                processed.sum(),
                pipelines.size(),
                settings.maxPipelines(),
                pipelines.all().stream().map(Pipeline::figures).toList());
    }

    void stop() {
        List.of(windows, deliveries).forEach(Schedule::stop);
    }
}
