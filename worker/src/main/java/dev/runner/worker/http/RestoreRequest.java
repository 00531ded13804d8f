package dev.runner.worker.http;

import java.util.Map;

/** What a pipeline is to remember; other fields are ignored, so the answer of /checkpoint will do. */
public record RestoreRequest(Map<String, Object> checkpoint) {}
