package dev.runner.worker.http;

import java.util.List;

/** Events as clients send them. */
public record BatchRequest(List<EventRequest> events) {}
