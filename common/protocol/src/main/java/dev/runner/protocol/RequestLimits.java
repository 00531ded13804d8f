package dev.runner.protocol;

/** The limits of requests. A request beyond a limit is refused with a 4xx that names it; nothing is truncated. */
public final class RequestLimits {

    /** Bytes of a batch of events. */
    public static final int BATCH_BYTES = 16 << 20;
    /** Bytes of a checkpoint that is restored. */
    public static final int CHECKPOINT_BYTES = 64 << 20;

    /** Characters of the name of a group, a pipeline, an event type, or an event's id. */
    public static final int NAME_LENGTH = 128;
    /** Characters of a pipeline's source. */
    public static final int SOURCE_LENGTH = 64 << 10;

    public static final int GROUPS = 1_000;
    public static final int PIPELINES_PER_GROUP = 100;
    public static final int REPLICAS = 64;
    public static final int ROUTES_PER_GROUP = 256;
    public static final int EVENT_TYPES_PER_ROUTE = 64;

    public static final int EVENTS_PER_BATCH = 50_000;
    public static final int FIELDS_PER_EVENT = 256;
    /** The deepest nesting of lists and objects in an event's fields. */
    public static final int EVENT_DEPTH = 16;
    /** The number of routes between pipelines that an event may follow. */
    public static final int HOPS = 10;

    private RequestLimits() {}
}
