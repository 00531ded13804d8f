package dev.runner.protocol;

/** Names of headers of requests between coordinator and workers. */
public final class RequestHeaders {

    /** The process of a worker that a request is meant for, see {@link RegisterRequest#instance}. */
    public static final String INSTANCE = "x-worker-instance";

    private RequestHeaders() {}
}
