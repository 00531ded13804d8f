package dev.runner.worker;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a worker.
 *
 * @param coordinator null: it runs alone
 * @param exchangePort where it takes events of other workers; null: none
 * @param maxPipelines with this many it is busy
 * @param pipelineThreads so many pipelines compute at once
 */
record WorkerSettings(
        BindAddress bind,
        ApiKey key,
        @Nullable URI coordinator,
        String id,
        Path storage,
        @Nullable Integer exchangePort,
        int maxPipelines,
        int pipelineThreads) {}
