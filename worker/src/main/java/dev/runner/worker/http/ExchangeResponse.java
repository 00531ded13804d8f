package dev.runner.worker.http;

/** How many of the events, from the first on, the pipeline has. */
public record ExchangeResponse(int accepted) {}
