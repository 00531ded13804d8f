package dev.runner.coordinator.store;

import dev.runner.protocol.GroupRequest;

/**
 * A group as it was requested.
 *
 * @param number in the order of deployment
 */
public record StoredGroup(String id, Long number, GroupRequest request) {}
