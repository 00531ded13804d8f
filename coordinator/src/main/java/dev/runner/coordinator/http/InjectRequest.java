package dev.runner.coordinator.http;

import dev.runner.protocol.EventsAnswer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event from a client. It is described by this, and read by {@link
 * dev.runner.coordinator.delivery.InjectRequestParser}, which leaves the fields as they are.
 *
 * @param eventId makes a repeat harmless; one is made where it is left out
 */
public record InjectRequest(
        String eventType,
        @Nullable Map<String, Object> fields,
        @Nullable String eventId) {

    /**
     * The answer to one.
     *
     * @param routedTo the pipeline, or its replica ({@code p#0})
     */
    public record Answer(String routedTo, String workerId, EventsAnswer workerResponse) {}

    /** Many of them. */
    public record Batch(List<InjectRequest> events) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /**
     * The answer to many.
     *
     * @param eventsSent how many a worker has accepted
     * @param outputEvents what came of them, in their order
     * @param errors texts, each of which begins with the index of the event, or of the first and the last one of
     *     several
     * @param outputsOmitted of how many events the outputs were left out, because there were too many; null: of none
     */
    public record BatchAnswer(
            int eventsSent,
            int eventsFailed,
            List<Map<String, Object>> outputEvents,
            List<String> errors,
            @Nullable Integer outputsOmitted,
            long processingTimeUs) {
        public BatchAnswer {
            outputEvents = List.copyOf(outputEvents);
            errors = List.copyOf(errors);
        }
    }
}
