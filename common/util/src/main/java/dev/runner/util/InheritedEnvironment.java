package dev.runner.util;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The environment that this program was called with, byte for byte, see {@link SurrogateEscape}: Java itself replaces
 * what its locale cannot show. What the launch script keeps from our own JVM (options of Java that are meant for
 * members) or changes for it (the locale) is as it was.
 */
public final class InheritedEnvironment {
    /**
     * Before the name of a variable that the launch script changed; its value is {@code =} and the value it had, or
     * nothing where it was not set.
     */
    static final String OUTER = "MULTIHOST_OUTER_";

    /** Variables with names that the shell of the launch script drops, as they stood in the environment, in hex. */
    static final String BYTES_OF_OTHERS = OUTER + "BYTES";

    private static final Path BYTES = Path.of("/proc/self/environ");

    private InheritedEnvironment() {}

    /** Of this process. */
    public static Map<String, String> current() {
        Map<String, String> environment = System.getenv();
        if (isAscii(environment)) {
            return restored(environment);
        }
        try {
            return restored(parse(Files.readAllBytes(BYTES)));
        } catch (IOException e) {
            return restored(environment); // elsewhere than on Linux, or not readable: as Java sees it
        }
    }

    static Map<String, String> parse(byte[] environ) {
        Map<String, String> environment = new HashMap<>();
        int begin = 0;
        for (int i = 0; i <= environ.length; i++) {
            if (i < environ.length && environ[i] != 0) {
                continue;
            }
            String entry = SurrogateEscape.decode(Arrays.copyOfRange(environ, begin, i));
            int equals = entry.indexOf('=', 1);
            if (equals > 0) {
                environment.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
            }
            begin = i + 1;
        }
        return environment;
    }

    static Map<String, String> restored(Map<String, String> environment) {
        Map<String, String> restored = new HashMap<>();
        environment.forEach((name, value) -> {
            if (!name.startsWith(OUTER) && !environment.containsKey(OUTER + name)) {
                restored.put(name, value);
            } else if (name.startsWith(OUTER) && value.startsWith("=")) {
                restored.put(name.substring(OUTER.length()), value.substring(1));
            }
        });
        String odd = environment.get(BYTES_OF_OTHERS);
        if (odd != null) {
            restored.putAll(parse(HexFormat.of().parseHex(odd)));
        }
        return Map.copyOf(restored);
    }

    private static boolean isAscii(Map<String, String> environment) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(String.join("", environment.values()))
                && StandardCharsets.US_ASCII.newEncoder().canEncode(String.join("", environment.keySet()));
    }
}
