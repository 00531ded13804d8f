package dev.runner.worker.http;

import dev.runner.member.http.ApiException;
import dev.runner.member.http.Exchange;
import dev.runner.member.http.Probes;
import dev.runner.member.http.Routes;
import dev.runner.protocol.Status;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The worker's routes. */
public final class WorkerApi {

    private static final String ROOT = "/api/v1";

    private final BooleanSupplier ready;
    private final Runnable restart;

    /**
     * Names what the routes act on.
     *
     * @param ready whether it is registered, or alone
     * @param restart hands over and exits with 55, after it has returned
     */
    public WorkerApi(BooleanSupplier ready, Runnable restart) {
        this.ready = ready;
        this.restart = restart;
    }

    public void addTo(Routes routes) {
        routes.describeAs("worker", "A server that runs pipelines, alone or under a coordinator.");
        Probes.addTo(routes, this::obstacle);
        routes.post(ROOT + "/restart")
                .summary("Hands its pipelines over and starts anew")
                .answers(202, Status.class)
                .handle(this::restart);
    }

    private Optional<ApiException> obstacle() {
        return ready.getAsBoolean()
                ? Optional.empty()
                : Optional.of(
                        new ApiException(503, "not_registered", "the coordinator has not taken this worker in yet"));
    }

    private void restart(Context context) throws IOException {
        try {
            Exchange.answerLast(context, 202, new Status("restarting"));
        } finally {
            restart.run(); // also when the client has gone: it asked for it
        }
    }
}
