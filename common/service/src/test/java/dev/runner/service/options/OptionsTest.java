package dev.runner.service.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("V1")
class OptionsTest {

    private static final List<Option> KNOWN = List.of(
            Option.of("--port", "PORT", "Port.").or("-p").withDefault("9100"),
            Option.of("--api-key", "KEY", "Key.").fromEnvironment("MULTIHOST_API_KEY"));

    private static Options parse(Map<String, String> environment, String... words) {
        return Options.parse(KNOWN, List.of(words), environment);
    }

    @Test
    void takesTheCommandLineBeforeTheEnvironmentBeforeTheDefault() {
        Map<String, String> environment = Map.of("MULTIHOST_API_KEY", "env");

        assertThat(parse(environment).find("--api-key")).isEqualTo("env");
        assertThat(parse(environment, "--api-key", "given").find("--api-key")).isEqualTo("given");
        assertThat(parse(Map.of("MULTIHOST_API_KEY", " ")).find("--api-key")).isNull();
        assertThat(parse(Map.of()).number("--port", 0, 65535)).isEqualTo(9100);
        assertThat(parse(Map.of(), "-p", "1").number("--port", 0, 65535)).isEqualTo(1);
        assertThat(parse(Map.of(), "--port=2").number("--port", 0, 65535)).isEqualTo(2);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> parse(Map.of(), "--prot", "1")).hasMessageContaining("no option --prot");
        assertThatThrownBy(() -> parse(Map.of(), "--port")).hasMessage("--port needs a value: PORT");
        assertThatThrownBy(() -> parse(Map.of(), "--port", "x").number("--port", 0, 9))
                .hasMessageContaining("must be a number");
        assertThatThrownBy(() -> parse(Map.of(), "--port", "70000").number("--port", 0, 65535))
                .hasMessageContaining("from 0 to 65535");
    }

    @Test
    void helpListsEveryOption() {
        assertThat(Options.help("worker", "Runs.", KNOWN))
                .contains("-p, --port PORT", "[9100]", "--api-key KEY", "[$MULTIHOST_API_KEY]");
    }
}
