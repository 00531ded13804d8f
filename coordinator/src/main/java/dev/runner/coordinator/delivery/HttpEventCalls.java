package dev.runner.coordinator.delivery;

import dev.runner.http.Answer;
import dev.runner.http.CallFailedException;
import dev.runner.http.MemberClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Calls workers over HTTP, on connections that stay open. */
public final class HttpEventCalls implements EventCalls {

    private final MemberClient client;
    private final Duration timeout;

    /** @param timeout for a whole call */
    public HttpEventCalls(MemberClient client, Duration timeout) {
        this.client = client;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<Reply> send(Deployment to, JsonBytes body) {
        URI uri = URI.create(to.address() + "/api/v1/pipelines/" + to.pipelineId() + "/events-batch?outputs=per-event");
        return client.send(
                        "POST", uri, MemberClient.keyHeader(to.key()), body.toByteArray(), MemberClient.JSON, timeout)
                .handle(HttpEventCalls::reply);
    }

    private static Reply reply(@Nullable Answer answer, @Nullable Throwable problem) {
        if (answer == null) {
            return failed(problem);
        }
        if (!answer.isSuccess()) {
            return new Reply.Declined(answer.status(), answer.code(), answer.problem());
        }
        try {
            return AnswerScanner.accepted(answer.bytes());
        } catch (IOException | IllegalArgumentException e) {
            return new Reply.Lost("its answer makes no sense (" + e.getMessage() + ")");
        }
    }

    private static Reply failed(@Nullable Throwable problem) {
        Throwable cause = problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
        String why = cause == null ? "no answer" : String.valueOf(cause.getMessage());
        return cause instanceof CallFailedException failed && failed.refused()
                ? new Reply.Unreachable(why)
                : new Reply.Lost(why);
    }
}
