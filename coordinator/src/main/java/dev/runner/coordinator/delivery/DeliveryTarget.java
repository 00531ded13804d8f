package dev.runner.coordinator.delivery;

import dev.runner.http.ApiKey;
import java.net.URI;

/**
 * Where a slot's pipeline runs.
 *
 * @param instance id of the worker's process
 * @param address base URL of the worker
 * @param key the key that the worker asks of its callers
 * @param pipelineId id of the deployment, never used again
 */
public record DeliveryTarget(String workerId, String instance, URI address, ApiKey key, String pipelineId) {}
