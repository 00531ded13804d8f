package dev.runner.coordinator.http;

import dev.runner.coordinator.delivery.JsonBytes;
import dev.runner.coordinator.delivery.Outcome;
import dev.runner.http.ApiException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the answers to injected events together, with the workers' outputs as they came. */
final class InjectAnswers {

    private InjectAnswers() {}

    /**
     * The answer to one event.
     *
     * @throws ApiException when no worker has it
     */
    static byte[] single(String slot, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            throw failed.why();
        }
        Outcome.Delivered delivered = (Outcome.Delivered) outcome;
        return new JsonBytes(160 + delivered.outputs().length())
                .raw("{\"routed_to\":")
                .text(slot)
                .raw(",\"worker_id\":")
                .text(delivered.workerId())
                .raw(",\"worker_response\":{\"accepted\":true,\"output_events\":[")
                .slice(delivered.outputs())
                .raw("]}}")
                .toByteArray();
    }

    /**
     * The answer to a batch.
     *
     * @throws ApiException when no worker has any of its events, and that is not the events' own fault: the whole batch
     *     may be sent again
     */
    static byte[] batch(List<Outcome> outcomes, long micros) {
        int sent = 0;
        int length = 128;
        @Nullable ApiException failure = null;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Delivered delivered) {
                sent++;
                length += delivered.outputs().length() + 1;
            } else if (outcome instanceof Outcome.Failed failed && failed.why().status() >= 500 && failure == null) {
                failure = failed.why();
            }
        }
        if (sent == 0 && failure != null) {
            throw failure;
        }
        JsonBytes out = new JsonBytes(length)
                .raw("{\"events_sent\":")
                .number(sent)
                .raw(",\"events_failed\":")
                .number(outcomes.size() - sent)
                .raw(",\"output_events\":[");
        outputs(out, outcomes);
        out.raw("],\"errors\":[");
        errors(out, outcomes);
        return out.raw("],\"processing_time_us\":").number(micros).raw("}").toByteArray();
    }

    private static void outputs(JsonBytes out, List<Outcome> outcomes) {
        String comma = "";
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Delivered delivered
                    && !delivered.outputs().isEmpty()) {
                out.raw(comma).slice(delivered.outputs());
                comma = ",";
            }
        }
    }

    /** Neighbours that failed for the same reason share a text: {@code events 0 to 999: ...}. */
    private static void errors(JsonBytes out, List<Outcome> outcomes) {
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

    private static @Nullable String error(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed
                ? String.valueOf(failed.why().getMessage())
                : null;
    }
}
