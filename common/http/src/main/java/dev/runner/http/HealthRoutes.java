package dev.runner.http;

import java.util.Optional;
import java.util.function.Supplier;

/** {@code /health} and {@code /ready} at the root: that it answers at all, and that it can be given work. */
public final class HealthRoutes {

    /** For a member that can work as soon as it answers. */
    public static final Supplier<Optional<ApiException>> ALWAYS_READY = Optional::empty;

    private HealthRoutes() {}

    /**
     * Adds both.
     *
     * @param obstacle why it cannot be given work yet; empty when it can
     */
    public static void addTo(Routes routes, Supplier<Optional<ApiException>> obstacle) {
        routes.get("/health")
                .summary("Whether it answers at all")
                .answers(200, Status.class)
                .open()
                .handle(context -> HttpBodies.answer(context, 200, new Status("ok")));
        routes.get("/ready")
                .summary("Whether it can be given work")
                .answers(200, Status.class)
                .fails(503)
                .open()
                .handle(context -> {
                    Optional<ApiException> problem = obstacle.get();
                    if (problem.isPresent()) {
                        throw problem.get();
                    }
                    HttpBodies.answer(context, 200, new Status("ready"));
                });
    }
}
