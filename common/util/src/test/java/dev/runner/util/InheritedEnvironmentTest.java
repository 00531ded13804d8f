package dev.runner.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InheritedEnvironmentTest {
    @Test
    void whatTheLaunchScriptChangedIsAsItWas() {
        Map<String, String> environment = Map.of(
                "LC_ALL",
                "C.UTF-8",
                "MULTIHOST_OUTER_LC_ALL",
                "",
                "MULTIHOST_OUTER_JAVA_TOOL_OPTIONS",
                "=-Da=b",
                "MULTIHOST_OUTER_JDK_JAVA_OPTIONS",
                "=",
                "HOME",
                "/h");

        assertThat(InheritedEnvironment.restored(environment))
                .isEqualTo(Map.of("JAVA_TOOL_OPTIONS", "-Da=b", "JDK_JAVA_OPTIONS", "", "HOME", "/h"));
        assertThat(InheritedEnvironment.restored(Map.of("LC_ALL", "C.UTF-8", "MULTIHOST_OUTER_LC_ALL", "=C")))
                .isEqualTo(Map.of("LC_ALL", "C"));
    }

    @Test
    void variablesThatTheShellOfTheLaunchScriptDropsAreThere() {
        Map<String, String> environment = Map.of(
                "HOME", "/h", "MULTIHOST_OUTER_BYTES", "6e6f64652e6e616d653d4772f6df65006120623d310a3200"); // hex

        assertThat(InheritedEnvironment.restored(environment))
                .isEqualTo(Map.of("HOME", "/h", "node.name", "Gr\uDCF6\uDCDFe", "a b", "1\n2"));
    }

    @Test
    void variablesAreReadByteForByte() {
        byte[] environ = "A=b=c\0WORT=Gr\u00F6\u00DFe\0EMPTY=\0\0".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(InheritedEnvironment.parse(environ))
                .isEqualTo(Map.of("A", "b=c", "WORT", "Gr\uDCF6\uDCDFe", "EMPTY", ""));
    }
}
