package dev.runner.coordinator.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Calls that a test answers by itself. */
final class RecordedCalls implements EventCalls {

    private static final Pattern ID = Pattern.compile("\"event_id\":\"([^\"]*)\"");

    /** A call under way. */
    record Call(Deployment to, String body, CompletableFuture<Reply> reply) {
        List<String> ids() {
            return ID.matcher(body).results().map(found -> found.group(1)).toList();
        }

        /** The worker takes the first events, each with one output. */
        void accept(int events) {
            reply.complete(new Reply.Accepted(IntStream.range(0, events)
                    .mapToObj(i -> Slice.of("{\"of\":\"" + ids().get(i) + "\"}"))
                    .toList()));
        }

        void accept() {
            accept(ids().size());
        }

        void decline(int status, String code) {
            reply.complete(new Reply.Declined(status, code, status + " " + code));
        }
    }

    private final List<Call> calls = new ArrayList<>();

    @Override
    public synchronized CompletableFuture<Reply> send(Deployment to, JsonBytes body) {
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
