package dev.runner.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runner.coordinator.store.CoordinatorStore;
import dev.runner.coordinator.store.StoredGroup;
import dev.runner.http.Route;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import dev.runner.protocol.RequestLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused over HTTP before anything of it is deployed. */
@Timeout(60)
class GroupLimitsTest {

    private static final String GROUPS = "/pipeline-groups";

    @TempDir
    private Path directory;

    private LocalControlPlane plane;
    private StubWorker worker;

    @BeforeEach
    void start() throws Exception {
        worker = new StubWorker("w0", "127.232.4.1", 3 * RequestLimits.GROUPS);
        plane = new LocalControlPlane("127.232.255.4", directory);
        plane.register(worker, "i0");
    }

    @AfterEach
    void stop() {
        plane.close();
        worker.stop();
    }

    private static ObjectNode group(String name, int pipelines, int replicas, String source) {
        ObjectNode group = LocalControlPlane.JSON.createObjectNode().put("name", name);
        ArrayNode list = group.putArray("pipelines");
        for (int i = 0; i < pipelines; i++) {
            list.addObject().put("name", "p" + i).put("source", source).put("replicas", replicas);
        }
        return group;
    }

    private static ObjectNode group() {
        return group("g", 1, 1, "");
    }

    private static ObjectNode routes(int count, int types, String type) {
        ObjectNode group = group();
        ArrayNode routes = group.putArray("routes");
        for (int i = 0; i < count; i++) {
            ArrayNode patterns = routes.addObject()
                    .put("from_pipeline", "_external")
                    .put("to_pipeline", "p0")
                    .putArray("event_types");
            IntStream.range(0, types).forEach(j -> patterns.add(type));
        }
        return group;
    }

    private static ObjectNode pipeline(String field, String value) {
        ObjectNode group = group();
        ((ObjectNode) group.at("/pipelines/0")).put(field, value);
        return group;
    }

    private static String name(int length) {
        return "n".repeat(length);
    }

    static Stream<Arguments> atLimits() {
        return Stream.of(
                Arguments.of("group name", group(name(RequestLimits.NAME_LENGTH), 1, 1, "")),
                Arguments.of("pipeline name", pipeline("name", name(RequestLimits.NAME_LENGTH))),
                Arguments.of("partition key", pipeline("partition_key", name(RequestLimits.NAME_LENGTH))),
                Arguments.of("event type", routes(1, 1, name(RequestLimits.NAME_LENGTH))),
                Arguments.of("source", group("g", 1, 1, " ".repeat(RequestLimits.SOURCE_LENGTH))),
                Arguments.of("pipelines", group("g", RequestLimits.PIPELINES_PER_GROUP, 1, "")),
                Arguments.of("replicas", group("g", 1, RequestLimits.REPLICAS, "")),
                Arguments.of("routes", routes(RequestLimits.ROUTES_PER_GROUP, 1, "x")),
                Arguments.of("event types", routes(1, RequestLimits.EVENT_TYPES_PER_ROUTE, "x")));
    }

    static Stream<Arguments> beyondLimits() {
        return Stream.of(
                Arguments.of(group(name(RequestLimits.NAME_LENGTH + 1), 1, 1, ""), "name must have at most 128"),
                Arguments.of(
                        pipeline("name", name(RequestLimits.NAME_LENGTH + 1)), "pipelines[].name must be at most 128"),
                Arguments.of(pipeline("partition_key", name(RequestLimits.NAME_LENGTH + 1)), "partition_key of p0"),
                Arguments.of(
                        routes(1, 1, name(RequestLimits.NAME_LENGTH + 1)),
                        "routes[].event_types must have at most 128"),
                Arguments.of(
                        group("g", 1, 1, " ".repeat(RequestLimits.SOURCE_LENGTH + 1)),
                        "the source of p0 must have at most"),
                Arguments.of(group("g", RequestLimits.PIPELINES_PER_GROUP + 1, 1, ""), "pipelines must have 1 to 100"),
                Arguments.of(group("g", 1, RequestLimits.REPLICAS + 1, ""), "replicas of p0 must be 1 to 64"),
                Arguments.of(group("g", 1, 0, ""), "replicas of p0 must be 1 to 64"),
                Arguments.of(routes(RequestLimits.ROUTES_PER_GROUP + 1, 1, "x"), "routes must have 0 to 256"),
                Arguments.of(
                        routes(1, RequestLimits.EVENT_TYPES_PER_ROUTE + 1, "x"),
                        "routes[].event_types must have 1 to 64"),
                Arguments.of(routes(1, 0, "x"), "routes[].event_types must have 1 to 64"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atLimits")
    @Tag("V18")
    @Tag("V19")
    void takesWhatIsJustWithinALimit(String what, ObjectNode group) throws Exception {
        JsonNode view = plane.send("POST", GROUPS, group.toString(), 201);

        assertThat(view.get("status").asText()).as(what).isEqualTo("running");
    }

    @ParameterizedTest
    @MethodSource("beyondLimits")
    @Tag("V43")
    void refusesWhatIsBeyondALimitAndNamesIt(ObjectNode group, String message) throws Exception {
        JsonNode answer = plane.send("POST", GROUPS, group.toString(), 400);

        assertThat(answer.get("code").asText()).isEqualTo("bad_request");
        assertThat(answer.get("error").asText()).contains(message);
        nothingIsDeployed();
    }

    private void nothingIsDeployed() throws Exception {
        assertThat(plane.get(GROUPS).get("total").asInt()).isZero();
        assertThat(worker.pipelines).isEmpty();
    }

    @Test
    @Tag("V43")
    void refusesABodyThatIsTooLarge() throws Exception {
        String body = group().put("note", "x".repeat(Route.BODY_BYTES)).toString();

        JsonNode answer = plane.send("POST", GROUPS, body, 413);

        assertThat(answer.get("code").asText()).isEqualTo("body_too_large");
        assertThat(answer.get("error").asText()).contains("1048576 bytes");
        nothingIsDeployed();
    }

    @Test
    @Tag("V43")
    void refusesInjectsBeyondALimit() throws Exception {
        String id =
                plane.send("POST", GROUPS, group().toString(), 201).get("id").asText();
        ObjectNode many = LocalControlPlane.JSON.createObjectNode().put("event_type", "A");
        ObjectNode fields = many.putObject("fields");
        IntStream.rangeClosed(0, RequestLimits.FIELDS_PER_EVENT).forEach(i -> fields.put("f" + i, i));
        String deep = "{\"event_type\":\"A\",\"fields\":{\"f\":" + "[".repeat(RequestLimits.EVENT_DEPTH + 1)
                + "]".repeat(RequestLimits.EVENT_DEPTH + 1) + "}}";
        String batch = "{\"events\":[" + "{\"event_type\":\"A\"},".repeat(RequestLimits.EVENTS_PER_BATCH)
                + "{\"event_type\":\"A\"}]}";
        String large = "{\"events\":[],\"note\":\"" + "x".repeat(RequestLimits.BATCH_BYTES) + "\"}";

        refused(id + "/inject", many.toString(), 400, "at most 256 fields");
        refused(id + "/inject", deep, 400, "16");
        refused(id + "/inject", "{\"event_type\":\"" + name(RequestLimits.NAME_LENGTH + 1) + "\"}", 400, "1 to 128");
        refused(id + "/inject-batch", batch, 400, "at most 50000 events");
        refused(id + "/inject-batch", large, 413, "16777216 bytes");
    }

    private void refused(String path, String body, int status, String message) throws Exception {
        JsonNode answer = plane.send("POST", GROUPS + "/" + path, body, status);
        assertThat(answer.get("error").asText()).contains(message);
        assertThat(answer.get("code").asText()).isEqualTo(status == 413 ? "body_too_large" : "bad_request");
    }

    @Test
    @Tag("V43")
    void refusesOneGroupTooManyUntilOneIsDeleted() throws Exception {
        plane.close();
        fillStoreButForOne();
        plane = new LocalControlPlane("127.232.255.4", directory);
        plane.register(worker, "i0");

        String last =
                plane.send("POST", GROUPS, group().toString(), 201).get("id").asText();
        JsonNode answer = plane.send("POST", GROUPS, group().toString(), 409);
        assertThat(answer.get("code").asText()).isEqualTo("too_many_groups");
        assertThat(answer.get("error").asText()).contains("1000 groups", "delete one first");
        assertThat(plane.get(GROUPS).get("total").asInt()).isEqualTo(RequestLimits.GROUPS);
        plane.send("DELETE", GROUPS + "/" + last, "", 200);
        plane.send("POST", GROUPS, group().toString(), 201);
    }

    private void fillStoreButForOne() throws Exception {
        Path storage = Files.createDirectories(directory.resolve("storage"));
        CoordinatorStore store = CoordinatorStore.in(storage);
        GroupRequest request =
                new GroupRequest("stored", List.of(new PipelineRequest("p", "", null, null, null)), null);
        for (int i = 1; i < RequestLimits.GROUPS; i++) {
            store.add(new StoredGroup("stored" + i, (long) i, request));
        }
        store.close();
    }

    @Test
    @Tag("V45")
    void refusesAGroupWithErrorsAndNamesThemAll() throws Exception {
        ObjectNode group = group("g", 3, 1, "stream A = B .emit(x: 1)");
        ((ObjectNode) group.at("/pipelines/1")).put("source", "stream A = B\n  .where(x >)\n  .emit(x: 1)");
        ((ObjectNode) group.at("/pipelines/2")).put("source", "stream A = B .nonsense(1)");

        JsonNode answer = plane.send("POST", GROUPS, group.toString(), 400);

        assertThat(answer.get("code").asText()).isEqualTo("parse_error");
        assertThat(answer.get("line").asInt()).isEqualTo(2);
        assertThat(answer.get("column").asInt()).isPositive();
        assertThat(answer.get("error").asText())
                .startsWith("pipeline \"p1\", line 2, column "
                        + answer.get("column").asInt() + ": ");
        assertThat(answer.get("diagnostics").findValuesAsText("pipeline"))
                .contains("p1", "p2")
                .doesNotContain("p0");
        answer.get("diagnostics").forEach(diagnostic -> {
            assertThat(diagnostic.get("severity").asText()).isEqualTo("error");
            assertThat(diagnostic.get("line").asInt()).isPositive();
            assertThat(diagnostic.get("message").asText()).isNotBlank();
        });
        nothingIsDeployed();
    }
}
