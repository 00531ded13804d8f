package dev.runner.coordinator.store;

import dev.runner.protocol.GroupRequest;

/**
 * A group as it was asked for.
 *
 * @param number in the order of the deploys
 */
public record StoredGroup(String id, Long number, GroupRequest request) {}
