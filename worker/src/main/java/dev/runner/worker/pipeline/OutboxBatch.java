package dev.runner.worker.pipeline;

import java.util.List;

/**
 * The next events for one target.
 *
 * @param slot name of the target, e.g. {@code p#0}
 * @param turn counts the deliveries to this target, so that a late response is recognized
 * @param pipelineId id of the deployment that fills the target
 * @param url of the exchange of its worker
 * @param events in order, at least one
 */
public record OutboxBatch(String slot, long turn, String pipelineId, String url, List<OutboxEntry> events) {}
