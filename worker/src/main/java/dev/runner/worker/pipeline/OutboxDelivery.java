package dev.runner.worker.pipeline;

import java.util.List;

/**
 * What is to be sent next to one place.
 *
 * @param slot name of the target, e.g. {@code p#0}
 * @param turn which sending to this place it is, so that an answer that comes too late is known
 * @param pipelineId of the deployment that fills the place
 * @param url of its worker's exchange
 * @param events in order, at least one
 */
public record OutboxDelivery(String slot, long turn, String pipelineId, String url, List<OutboxEntry> events) {}
