package dev.runner.coordinator.http;

import dev.runner.coordinator.delivery.DeliveryOutcome;
import dev.runner.coordinator.delivery.JsonByteBuilder;
import dev.runner.http.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the answers to injected events together, with the workers' outputs as they came. */
final class InjectResponseWriter {

    private InjectResponseWriter() {}

    /**
     * The answer to one event.
     *
     * @throws ApiException when no worker has it
     */
    static byte[] single(String slot, DeliveryOutcome outcome) {
        if (outcome instanceof DeliveryOutcome.Failed failed) {
            throw failed.why();
        }
        DeliveryOutcome.Delivered delivered = (DeliveryOutcome.Delivered) outcome;
        return new JsonByteBuilder(160 + delivered.outputs().length())
                .raw("{\"routed_to\":")
                .text(slot)
                .raw(",\"worker_id\":")
                .text(delivered.workerId())
                .raw(",\"worker_response\":{\"accepted\":true,\"output_events\":[")
                .slice(delivered.outputs())
                .raw(delivered.omitted() ? "],\"outputs_omitted\":1}}" : "]}}")
                .toByteArray();
    }

    /**
     * The answer to a batch.
     *
     * @throws ApiException when no worker has any of its events, and that is not the events' own fault: the whole batch
     *     may be sent again
     */
    static byte[] batch(List<DeliveryOutcome> outcomes, long micros) {
        int sent = 0;
        int omitted = 0;
        long length = 160;
        @Nullable ApiException failure = null;
        for (DeliveryOutcome outcome : outcomes) {
            if (outcome instanceof DeliveryOutcome.Delivered delivered) {
                sent++;
                omitted += delivered.omitted() ? 1 : 0;
                length += delivered.outputs().length() + 1;
            } else if (outcome instanceof DeliveryOutcome.Failed failed
                    && failed.why().status() >= 500
                    && failure == null) {
                failure = failed.why();
            }
        }
        if (sent == 0 && failure != null) {
            throw failure;
        }
        JsonByteBuilder out = new JsonByteBuilder((int) Math.min(length, Integer.MAX_VALUE / 2))
                .raw("{\"events_sent\":")
                .number(sent)
                .raw(",\"events_failed\":")
                .number(outcomes.size() - sent)
                .raw(",\"output_events\":[");
        outputs(out, outcomes);
        out.raw("],\"errors\":[");
        errors(out, outcomes);
        out.raw("]");
        if (omitted > 0) {
            out.raw(",\"outputs_omitted\":").number(omitted);
        }
        return out.raw(",\"processing_time_us\":").number(micros).raw("}").toByteArray();
    }

    private static void outputs(JsonByteBuilder out, List<DeliveryOutcome> outcomes) {
        String comma = "";
        for (DeliveryOutcome outcome : outcomes) {
            if (outcome instanceof DeliveryOutcome.Delivered delivered
                    && !delivered.outputs().isEmpty()) {
                out.raw(comma).slice(delivered.outputs());
                comma = ",";
            }
        }
    }

    /** Neighbours that failed for the same reason share a text: {@code events 0 to 999: ...}. */
    private static void errors(JsonByteBuilder out, List<DeliveryOutcome> outcomes) {
        String comma = "";
        int i = 0;
        while (i < outcomes.size()) {
            String error = error(outcomes.get(i));
            int begin = i++;
            if (error == null) {
                continue;
            }
            while (i < outcomes.size() && error.equals(error(outcomes.get(i)))) {
                i++;
            }
            String which = i - begin == 1 ? "event " + begin : "events " + begin + " to " + (i - 1);
            out.raw(comma).text(which + ": " + error);
            comma = ",";
        }
    }

    private static @Nullable String error(DeliveryOutcome outcome) {
        return outcome instanceof DeliveryOutcome.Failed failed
                ? String.valueOf(failed.why().getMessage())
                : null;
    }
}
