package dev.runner.coordinator.http;

import dev.runner.coordinator.groups.GroupPipeline;
import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.Slot;
import dev.runner.coordinator.registry.RegisteredWorker;
import dev.runner.coordinator.registry.WorkerRegistry;
import dev.runner.coordinator.relocation.MigrationService;
import dev.runner.http.ApiException;
import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;
import dev.runner.protocol.MigrateRequest;
import dev.runner.protocol.MigrationList;
import dev.runner.protocol.MigrationView;
import dev.runner.protocol.RebalanceAnswer;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Moves pipelines as somebody wishes, and shows what became of it. */
public final class MigrationHandler {

    private final GroupRegistry groups;
    private final WorkerRegistry registry;
    private final MigrationService migrations;

    public MigrationHandler(GroupRegistry groups, WorkerRegistry registry, MigrationService migrations) {
        this.groups = groups;
        this.registry = registry;
        this.migrations = migrations;
    }

    void addTo(Routes routes) {
        routes.post(CoordinatorApi.ROOT + "/pipelines/{group}/{pipeline}/migrate")
                .summary("Begins to move a pipeline, or a replica of it (p%230), to another worker")
                .body(MigrateRequest.class)
                .answers(202, MigrationView.class)
                .fails(404, 409)
                .handle(this::migrate);
        routes.post(CoordinatorApi.ROOT + "/rebalance")
                .summary("Begins to move pipelines so that all workers have as many; pinned ones stay")
                .answers(200, RebalanceAnswer.class)
                .handle(context -> {
                    List<String> ids = migrations.rebalance().stream()
                            .map(MigrationView::migrationId)
                            .toList();
                    HttpBodies.answer(context, 200, new RebalanceAnswer(ids.size(), ids));
                });
        routes.get(CoordinatorApi.ROOT + "/migrations")
                .summary("What was moved since the coordinator started and why: the newest 1,000")
                .answers(200, MigrationList.class)
                .handle(context -> HttpBodies.answer(context, 200, MigrationList.of(migrations.all())));
        routes.get(CoordinatorApi.ROOT + "/migrations/{id}")
                .summary("One migration")
                .answers(200, MigrationView.class)
                .fails(404)
                .handle(this::show);
    }

    private void show(Context context) {
        String id = context.pathParam("id");
        MigrationView found = migrations
                .find(id)
                .orElseThrow(
                        () -> new ApiException(404, "migration_not_found", "there is no migration \"" + id + "\""));
        HttpBodies.answer(context, 200, found);
    }

    private void migrate(Context context) throws IOException {
        MigrateRequest request = HttpBodies.body(context, MigrateRequest.class);
        Slot slot = slot(group(context.pathParam("group")), context.pathParam("pipeline"));
        String target = request.targetWorkerId();
        RegisteredWorker worker = registry.find(target).orElseThrow(() -> CoordinatorApi.unknown(target));
        if (!worker.isAvailable()) {
            throw new ApiException(
                    409,
                    "worker_not_available",
                    target + " takes no pipelines now; choose another worker, or undrain it");
        }
        HttpBodies.answer(context, 202, migrations.start(slot, target));
    }

    private PipelineGroup group(String idOrName) {
        Optional<PipelineGroup> byId = groups.find(idOrName);
        if (byId.isPresent()) {
            return byId.get();
        }
        List<PipelineGroup> named = groups.named(idOrName);
        if (named.isEmpty()) {
            throw GroupHandler.unknown(idOrName);
        }
        if (named.size() > 1) {
            throw new ApiException(
                    409,
                    "ambiguous_group",
                    named.size() + " groups are named \"" + idOrName + "\"; use the id of the one that is meant");
        }
        return named.get(0);
    }

    private static Slot slot(PipelineGroup group, String name) {
        Optional<Slot> replica =
                group.slots().stream().filter(slot -> slot.name().equals(name)).findFirst();
        if (replica.isPresent()) {
            return replica.get();
        }
        GroupPipeline pipeline = group.pipeline(name)
                .orElseThrow(() -> new ApiException(
                        404,
                        "pipeline_not_found",
                        "the group \"" + group.name() + "\" has no pipeline \"" + name + "\""));
        throw new ApiException(
                409,
                "ambiguous_pipeline",
                name + " has " + pipeline.slots().size() + " replicas; name the one that is meant, e.g. " + name
                        + "%230 for " + name + "#0");
    }
}
