package dev.runner.worker;

import dev.runner.http.ApiKey;
import dev.runner.http.BindAddress;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a worker was started.
 *
 * @param coordinator null for a server that works alone
 * @param exchangePort where it takes events from other workers; null for none
 * @param maxPipelines at this many it is busy
 */
record WorkerSettings(
        BindAddress bind,
        ApiKey key,
        @Nullable URI coordinator,
        String id,
        Path storage,
        @Nullable Integer exchangePort,
        int maxPipelines) {}
