package dev.runner.coordinator.delivery;

import dev.runner.member.ApiKey;
import java.net.URI;

/** Where a slot's events go at this moment. */
public record Deployment(String workerId, URI address, ApiKey key, String pipelineId) {}
