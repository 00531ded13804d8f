package dev.runner.http;

import dev.runner.http.json.JsonRecords;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** One request of {@link FastPathHandler}: gathers its body as it comes, and writes the answer when it is there. */
final class FastRequest extends Invocable.Task.Abstract {

    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, ServiceHttpClient.JSON);

    /** What is made of a larger body takes so long that other connections are not to wait for it. */
    private static final int SMALL = 16 << 10;

    private final FastRequestProcessor.AcceptedRequest work;
    private final Executor executor;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final byte[] body;
    private int filled;

    FastRequest(
            FastRequestProcessor.AcceptedRequest work,
            int length,
            Executor executor,
            Request request,
            Response response,
            Callback callback) {
        super(InvocationType.NON_BLOCKING);
        this.work = work;
        this.executor = executor;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.body = new byte[length];
    }

    /** Reads what is there, and is run again when there is more. */
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                fail(chunk.getFailure());
                return;
            }
            ByteBuffer bytes = chunk.getByteBuffer();
            int more = bytes.remaining();
            bytes.get(body, filled, more); // the parser gives no more than was announced
            filled += more;
            chunk.release();
            if (chunk.isLast()) {
                complete();
                return;
            }
        }
    }

    private void complete() {
        if (filled < body.length) {
            fail(new EOFException("the body ended after " + filled + " of " + body.length + " bytes"));
        } else if (filled <= SMALL) {
            answer();
        } else {
            executor.execute(this::answer);
        }
    }

    private void answer() {
        CompletableFuture<byte[]> answer;
        try {
            answer = work.answer(body);
        } catch (RuntimeException e) {
            write(null, e);
            return;
        }
        CompletableFuture<?> unused = answer.whenComplete(this::write);
    }

    private void write(byte @Nullable [] json, @Nullable Throwable problem) {
        byte[] content = json;
        if (content != null) {
            response.setStatus(work.status());
        } else {
            Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
            ApiException why = cause instanceof ApiException known ? known : ErrorResponses.unexpected(request, cause);
            response.setStatus(why.status());
            content = JsonRecords.write(ErrorResponses.body(why));
        }
        response.getHeaders().put(JSON);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        work.end();
        response.write(true, ByteBuffer.wrap(content), callback);
    }

    private void fail(Throwable problem) {
        work.end();
        callback.failed(problem);
    }
}
