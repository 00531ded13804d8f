package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.runner.http.json.JsonStreaming;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses a worker's response to a batch: {@code {"events_accepted": 2, "outputs": [[{...}], []]}}. */
final class BatchResponseParser {

    private BatchResponseParser() {}

    /**
     * Finds the outputs of each accepted event. The slices refer to the array, which must not change.
     *
     * @throws IllegalArgumentException when it is not such a response
     */
    static WorkerCallResult.Accepted accepted(byte[] json) throws IOException {
        long accepted = -1;
        List<JsonSlice> outputs = List.of();
        try (JsonParser in = JsonStreaming.parser(json)) {
            require(in.nextToken() == JsonToken.START_OBJECT);
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                JsonToken value = in.nextToken();
                if (name.equals("events_accepted")) {
                    require(value == JsonToken.VALUE_NUMBER_INT);
                    accepted = in.getLongValue();
                } else if (name.equals("outputs")) {
                    outputs = outputs(in, json);
                } else {
                    in.skipChildren();
                }
            }
        }
        require(accepted == outputs.size());
        return new WorkerCallResult.Accepted(outputs);
    }

    private static List<JsonSlice> outputs(JsonParser in, byte[] json) throws IOException {
        require(in.currentToken() == JsonToken.START_ARRAY);
        List<JsonSlice> outputs = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            require(in.currentToken() == JsonToken.START_ARRAY);
            int begin = JsonTokenOffsets.end(in);
            JsonToken first = in.nextToken();
            if (first == JsonToken.END_ARRAY) {
                outputs.add(JsonSlice.EMPTY);
                continue;
            }
            for (JsonToken token = first; token != JsonToken.END_ARRAY; token = in.nextToken()) {
                in.skipChildren();
            }
            outputs.add(new JsonSlice(json, begin, JsonTokenOffsets.begin(in)));
        }
        return outputs;
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalArgumentException("it is not a response to a batch of events");
        }
    }
}
