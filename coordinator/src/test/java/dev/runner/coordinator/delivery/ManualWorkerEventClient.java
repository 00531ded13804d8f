package dev.runner.coordinator.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Calls that a test answers by itself. */
final class ManualWorkerEventClient implements WorkerEventClient {

    private static final Pattern ID = Pattern.compile("\"event_id\":\"([^\"]*)\"");

    /** A call under way. */
    record Call(DeliveryTarget to, String body, CompletableFuture<WorkerCallResult> reply) {
        List<String> ids() {
            return ID.matcher(body).results().map(found -> found.group(1)).toList();
        }

        /** The worker takes the first events, each with one output. */
        void accept(int events) {
            reply.complete(new WorkerCallResult.Accepted(IntStream.range(0, events)
                    .mapToObj(i -> JsonSlice.of("{\"of\":\"" + ids().get(i) + "\"}"))
                    .toList()));
        }

        void accept() {
            accept(ids().size());
        }

        void decline(int status, String code) {
            reply.complete(WorkerCallResult.ofError(status, code, status + " " + code));
        }
    }

    private final List<Call> calls = new ArrayList<>();

    @Override
    public synchronized CompletableFuture<WorkerCallResult> send(DeliveryTarget to, JsonByteBuilder body) {
        Call call = new Call(to, body.toString(), new CompletableFuture<>());
        calls.add(call);
        return call.reply();
    }

    synchronized int count() {
        return calls.size();
    }

    synchronized Call last() {
        return calls.get(calls.size() - 1);
    }
}
