package dev.runner.coordinator.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runner.coordinator.groups.SourceValidator.SourceErrors;
import dev.runner.http.ApiException;
import dev.runner.protocol.GroupRequest;
import dev.runner.protocol.PipelineRequest;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V45")
class SourceValidatorTest {

    private static final String VALID = "stream A = B .emit(x: 1)";

    private static GroupRequest group(String... sources) {
        return new GroupRequest(
                "g",
                IntStream.range(0, sources.length)
                        .mapToObj(i -> new PipelineRequest("p" + i, sources[i], null, null, null))
                        .toList(),
                null);
    }

    private static ApiException refusal(String... sources) {
        return Objects.requireNonNull(
                catchThrowableOfType(ApiException.class, () -> SourceValidator.check(group(sources))),
                "nothing was refused");
    }

    @Test
    void validSourcesAndEmptyOnesPass() {
        assertThatCode(() -> SourceValidator.check(group(VALID, "", "// nothing")))
                .doesNotThrowAnyException();
    }

    @Test
    void theFirstErrorIsNamedAndAllAreListed() {
        ApiException refused = refusal(VALID, "stream A = B\n.nonsense(1)", "stream = ");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("parse_error");
        assertThat(refused).hasMessageStartingWith("pipeline \"p1\", line 2, column ");
        SourceErrors problems = (SourceErrors) Objects.requireNonNull(refused.details());
        assertThat(problems.line()).isEqualTo(2);
        assertThat(problems.column()).isEqualTo(problems.diagnostics().get(0).column());
        assertThat(problems.hint()).isEqualTo(problems.diagnostics().get(0).hint());
        assertThat(problems.diagnostics())
                .extracting(SourceDiagnostic::pipeline)
                .startsWith("p1")
                .contains("p2")
                .doesNotContain("p0");
    }
}
