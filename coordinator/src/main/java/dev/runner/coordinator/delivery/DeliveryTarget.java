package dev.runner.coordinator.delivery;

import dev.runner.http.ApiKey;
import java.net.URI;

/**
 * Where a slot's pipeline runs at this moment.
 *
 * @param address of the worker
 * @param key what the worker asks its callers for
 * @param pipelineId of this deployment, never used again
 */
public record DeliveryTarget(String workerId, URI address, ApiKey key, String pipelineId) {}
