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

    private final ServiceCommandLine line = new ServiceCommandLine("worker", "Runs.", KNOWN);

    private Options parse(Map<String, String> environment, String... words) {
        return line.values(line.parse(words), environment);
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
    void aValueMayBeRepeatedBeginWithDashesOrAnAtSign() {
        assertThat(parse(Map.of(), "--port", "1", "--port", "2").number("--port", 0, 9))
                .isEqualTo(2);
        assertThat(parse(Map.of(), "--api-key", "--port").find("--api-key")).isEqualTo("--port");
        assertThat(parse(Map.of(), "--api-key", "@/etc/hostname").find("--api-key"))
                .isEqualTo("@/etc/hostname");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> parse(Map.of(), "--prot", "1"))
                .hasMessage("unknown option --prot; --help lists the options");
        assertThatThrownBy(() -> parse(Map.of(), "--api-kay", "secret"))
                .hasMessage("unknown option --api-kay; --help lists the options");
        assertThatThrownBy(() -> parse(Map.of(), "zzz")).hasMessage("unknown option zzz; --help lists the options");
        assertThatThrownBy(() -> parse(Map.of(), "--port"))
                .hasMessageContaining("Missing required parameter for option '--port'");
        assertThatThrownBy(() -> parse(Map.of(), "--port", "x").number("--port", 0, 9))
                .hasMessageContaining("must be a number");
        assertThatThrownBy(() -> parse(Map.of(), "--port", "70000").number("--port", 0, 65535))
                .hasMessageContaining("from 0 to 65535");
    }

    @Test
    void helpListsEveryOption() {
        assertThat(line.help()).contains("-p, --port=PORT", "[9100]", "--api-key=KEY", "[$MULTIHOST_API_KEY]");
    }
}
