package dev.runner.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.http.ApiException;
import dev.runner.protocol.Assignment;
import dev.runner.protocol.DeployRequest;
import dev.runner.protocol.PipelineView;
import dev.runner.protocol.RequestLimits;
import dev.runner.service.testing.ManualClock;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PipelineRegistryTest {

    private static final String SOURCE = "stream A = X .emit(v: 1)";

    private final AtomicInteger ids = new AtomicInteger();
    private final PipelineRegistry pipelines = new PipelineRegistry(
            "w0",
            3,
            () -> "id-" + ids.incrementAndGet(),
            new RecordingPipelineHooks(),
            new ManualClock(),
            Runnable::run);

    private static DeployRequest request(@Nullable Assignment assignment) {
        return new DeployRequest("p", SOURCE, assignment, null);
    }

    private static DeployRequest place(String pipeline, long epoch) {
        return request(new Assignment("g", "group", pipeline, epoch));
    }

    private static void refused(int status, String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ApiException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.code()).isEqualTo(code);
        });
    }

    @Test
    @Tag("V44")
    void runsAsManyAsItMay() {
        for (int i = 0; i < 3; i++) {
            pipelines.deploy(request(null));
        }
        refused(409, "worker_full", () -> pipelines.deploy(request(null)));
        pipelines.delete("id-2");
        assertThat(pipelines.deploy(request(null)).id()).isEqualTo("id-4");
        assertThat(pipelines.all()).extracting(Pipeline::id).containsExactly("id-1", "id-3", "id-4");
        refused(404, "pipeline_not_found", () -> pipelines.get("id-2"));
        refused(404, "pipeline_not_found", () -> pipelines.delete("id-2"));
    }

    @Test
    @Tag("V39")
    void aLaterDecisionReplacesAnEarlierOneEvenWhenTheWorkerIsFull() {
        pipelines.deploy(request(null));
        pipelines.deploy(request(null));
        pipelines.deploy(place("p#0", 5));
        Pipeline later = pipelines.deploy(place("p#0", 6));

        assertThat(pipelines.assigned()).extracting(PipelineView::id).containsExactly(later.id());
        refused(409, "stale_epoch", () -> pipelines.deploy(place("p#0", 5)));
        refused(409, "worker_full", () -> pipelines.deploy(place("p#1", 1)));
    }

    @Test
    @Tag("V39")
    void aRepeatIsHarmlessButAnotherSourceIsNoRepeat() {
        Pipeline first = pipelines.deploy(place("p", 5));

        assertThat(pipelines.deploy(place("p", 5))).isSameAs(first);
        Assignment same = first.assignment();
        refused(
                409,
                "stale_epoch",
                () -> pipelines.deploy(new DeployRequest("p", "stream B = X .emit(v: 1)", same, null)));
    }

    @Test
    @Tag("V39")
    void aPlaceThatWasLeftRemembersItsEpoch() {
        pipelines.delete(pipelines.deploy(place("p", 5)).id());

        refused(409, "stale_epoch", () -> pipelines.deploy(place("p", 4)));
        refused(409, "stale_epoch", () -> pipelines.deploy(place("p", 5)));
        assertThat(pipelines.deploy(place("p", 6)).view().assignment()).isNotNull();
    }

    @Test
    void remembersThePlacesThatWereLeftLast() {
        for (int i = 0; i <= PipelineRegistry.MAX_REMEMBERED_PLACES; i++) {
            pipelines.delete(pipelines.deploy(place("p" + i, 5)).id());
        }
        refused(409, "stale_epoch", () -> pipelines.deploy(place("p1", 5)));
        assertThat(pipelines.deploy(place("p0", 5)).name()).isEqualTo("p");
    }

    @Test
    @Tag("P8")
    @Tag("V45")
    void saysWhereASourceIsWrong() {
        assertThatThrownBy(() -> pipelines.deploy(new DeployRequest("p", "stream A =\n  X .emit(", null, null)))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.code()).isEqualTo("parse_error");
                    assertThat(String.valueOf(e.details())).contains("line=2", "column=", "diagnostics=");
                });
        assertThat(pipelines.size()).isZero();
    }

    @Test
    void namesTheLimitThatWasPassed() {
        assertThatThrownBy(() -> pipelines.deploy(new DeployRequest("x".repeat(200), SOURCE, null, null)))
                .hasMessageContaining("name must have at most");
        assertThatThrownBy(() -> pipelines.deploy(
                        new DeployRequest("p", " ".repeat(RequestLimits.SOURCE_LENGTH + 1), null, null)))
                .hasMessageContaining("source must have at most 65536 characters, but has 65537");
        assertThatThrownBy(() -> pipelines.deploy(new DeployRequest("p\nq", SOURCE, null, null)))
                .hasMessageContaining("control characters");
    }
}
