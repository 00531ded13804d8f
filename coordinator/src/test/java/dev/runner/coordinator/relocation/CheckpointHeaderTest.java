package dev.runner.coordinator.relocation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V46")
class CheckpointHeaderTest {

    private static CheckpointHeader header(String json) {
        return CheckpointHeader.of(json.getBytes(UTF_8));
    }

    @Test
    void aVersionIsComparedWithinADeploymentOnly() {
        CheckpointHeader seven = header("{\"pipeline_id\":\"p1\",\"version\":7,\"checkpoint\":{}}");

        assertThat(seven.isNewerThan(header("{\"pipeline_id\":\"p1\",\"version\":6}")))
                .isTrue();
        assertThat(seven.isNewerThan(header("{\"pipeline_id\":\"p1\",\"version\":7}")))
                .isFalse();
        assertThat(seven.isNewerThan(header("{\"pipeline_id\":\"p2\",\"version\":6}")))
                .isFalse();
        assertThat(seven.isNewerThan(header("{}"))).isFalse();
        assertThat(header("{}").isNewerThan(seven)).isFalse();
        assertThat(CheckpointHeader.UNKNOWN.isNewerThan(seven)).isFalse();
    }
}
