package dev.runner.coordinator.http;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.groups.PipelineGroup;
import dev.runner.coordinator.groups.SourceValidator;
import dev.runner.coordinator.relocation.GroupService;
import dev.runner.http.ApiException;
import dev.runner.http.AsyncResponses;
import dev.runner.http.HttpBodies;
import dev.runner.http.Routes;
import dev.runner.protocol.GroupList;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.GroupView;
import dev.runner.protocol.TopologyView;
import dev.runner.protocol.TornDown;
import io.javalin.http.Context;
import java.io.IOException;

/** Deploys, shows and removes groups. */
public final class GroupHandler {

    private final GroupRegistry groups;
    private final GroupService service;
    private final ResponseMapper views;

    public GroupHandler(GroupRegistry groups, GroupService service, ResponseMapper views) {
        this.groups = groups;
        this.service = service;
        this.views = views;
    }

    void addTo(Routes routes) {
        String root = CoordinatorApi.ROOT + "/pipeline-groups";
        routes.post(root)
                .summary("Deploys a group of pipelines")
                .body(GroupRequest.class)
                .answers(201, GroupView.class)
                .fails(409, 503)
                .handle(this::deploy);
        routes.get(root)
                .summary("All groups, the oldest first")
                .answers(200, GroupList.class)
                .handle(context -> HttpBodies.answer(
                        context,
                        200,
                        GroupList.of(groups.all().stream().map(views::of).toList())));
        routes.get(root + "/{id}")
                .summary("One group")
                .answers(200, GroupView.class)
                .fails(404)
                .handle(context -> HttpBodies.answer(context, 200, views.of(group(context.pathParam("id")))));
        routes.delete(root + "/{id}")
                .summary("Removes a group, and its pipelines from their workers")
                .answers(200, TornDown.class)
                .fails(404)
                .handle(this::remove);
        routes.get(CoordinatorApi.ROOT + "/topology")
                .summary("Which pipelines run where, and how events go between them")
                .answers(200, TopologyView.class)
                .handle(context -> HttpBodies.answer(context, 200, views.topology()));
    }

    private void deploy(Context context) throws IOException {
        GroupRequest request = HttpBodies.body(context, GroupRequest.class);
        SourceValidator.check(request);
        AsyncResponses.answer(context, 201, service.deploy(request), views::of);
    }

    private void remove(Context context) {
        String id = context.pathParam("id");
        AsyncResponses.answer(
                context, 200, service.remove(id).orElseThrow(() -> unknown(id)), done -> new TornDown(true));
    }

    private PipelineGroup group(String id) {
        return groups.find(id).orElseThrow(() -> unknown(id));
    }

    static ApiException unknown(String id) {
        return new ApiException(404, "group_not_found", "there is no pipeline group \"" + id + "\"");
    }
}
