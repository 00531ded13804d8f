package dev.runner.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runner.http.json.JsonSchemas;
import dev.runner.http.testing.RouteDescriptionCheck;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RegisterRequest;
import dev.runner.protocol.RegisterResponse;
import dev.runner.protocol.WorkerList;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("V42")
@Timeout(20)
class RoutesTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Map<String, String> KEY = Map.of("x-api-key", "secret");

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.open(BindAddress.of("127.231.1.3", 0));
        server.serve(ApiKey.of("secret"), RoutesTest::routes);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static void routes(Routes routes) {
        routes.describeAs("a member", "for tests");
        HealthRoutes.addTo(routes, HealthRoutes.ALWAYS_READY);
        routes.post("/pipelines")
                .summary("Deploys")
                .body(DeployRequest.class)
                .body(Object.class, Route.JSON_LINES)
                .query("outputs", "which ones")
                .limit(10)
                .answers(201, PipelineView.class)
                .fails(409)
                .handle(context -> HttpBodies.answer(context, 201, new Status("deployed")));
        routes.get("/pipelines/{id}/workers").answers(200, WorkerList.class).handle(context -> {});
        routes.delete("/pipelines/{id}").answers(204).fails(404).open().handle(context -> context.status(204));
        routes.get("/later")
                .handle(context -> context.future(() -> CompletableFuture.runAsync(() -> {
                    throw new CompletionException(new ApiException(409, "later", "not now"));
                })));
    }

    private ServiceResponse get(String path) throws IOException {
        return server.client().get(URI.create(server.bound().url() + path), KEY, Duration.ofSeconds(60));
    }

    private JsonNode document() throws IOException {
        return MAPPER.readTree(get("/openapi").bytes());
    }

    @Test
    void describesWhatTheRouterServesAndNothingElse() {
        assertThat(RouteDescriptionCheck.described(RoutesTest::routes))
                .isEqualTo(RouteDescriptionCheck.served(RoutesTest::routes))
                .contains("POST /pipelines", "GET /health", "GET /openapi", "DELETE /pipelines/{id}")
                .hasSize(7);
    }

    @Test
    void seesWhatADescriptionLacks() {
        assertThat(RouteDescriptionCheck.problems(RoutesTest::routes))
                .containsExactlyInAnyOrder(
                        "getPipelinesIdWorkers has no summary",
                        "deletePipelinesId has no summary",
                        "getLater has no summary");
    }

    @Test
    void describesBodiesAnswersErrorsAndParameters() throws IOException {
        JsonNode deploy = document().at("/paths/~1pipelines/post");

        assertThat(deploy.at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/DeployRequest");
        assertThat(deploy.at("/requestBody/content/application~1x-ndjson").isObject())
                .isTrue();
        assertThat(deploy.at("/responses/201/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/PipelineView");
        assertThat(deploy.at("/responses").fieldNames())
                .toIterable()
                .containsExactly("201", "400", "401", "403", "408", "409", "413");
        assertThat(deploy.at("/parameters/0/in").asText()).isEqualTo("query");
        assertThat(document()
                        .at("/paths/~1pipelines~1{id}~1workers/get/parameters/0/name")
                        .asText())
                .isEqualTo("id");
    }

    @Test
    void saysWhichRoutesNeedTheKeyAndIsOneOfThem() throws IOException {
        assertThat(document().at("/paths/~1pipelines/post/security/0/key").isArray())
                .isTrue();
        assertThat(document().at("/paths/~1health/get/security")).isEmpty();
        assertThat(server.client()
                        .get(URI.create(server.bound().url() + "/openapi"), Map.of(), Duration.ofSeconds(60))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void schemasFollowTheRecords() {
        JsonSchemas schemas = new JsonSchemas();
        schemas.of(RegisterRequest.class);
        schemas.of(RegisterResponse.class);
        JsonNode all = MAPPER.valueToTree(schemas.all());

        assertThat(all.at("/RegisterRequest/required").toString())
                .isEqualTo("[\"worker_id\",\"address\",\"capacity\"]");
        assertThat(all.at("/RegisterRequest/properties/exchange_port/type").asText())
                .isEqualTo("integer");
        assertThat(all.at("/RegisterRequest/properties/pipelines/items/$ref").asText())
                .isEqualTo("#/components/schemas/PipelineView");
        assertThat(all.at("/PipelineState/enum").isMissingNode()).isTrue();
        assertThat(all.at("/PipelineView/properties/status/enum").toString()).contains("\"running\"");
        assertThat(all.at("/RegisterResponse/properties/heartbeat_interval_secs/type")
                        .asText())
                .isEqualTo("number");
        assertThatThrownBy(() -> schemas.of(Thread.class)).hasMessageContaining("has no form in JSON");
    }

    @Test
    @Tag("V43")
    void aRouteHasItsOwnLimit() throws IOException {
        ServiceResponse tooLarge = server.client()
                .post(
                        URI.create(server.bound().url() + "/pipelines"),
                        KEY,
                        List.of("0123456789"),
                        Duration.ofSeconds(60));

        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.problem()).contains("10 bytes");
    }

    @Test
    @Tag("V43")
    void aFailedFutureIsTheErrorThatItFailedWith() throws IOException {
        assertThat(new String(get("/later").bytes(), UTF_8)).isEqualTo("{\"error\":\"not now\",\"code\":\"later\"}");
    }
}
