package dev.runner.loopback;

import java.util.LinkedHashSet;
import java.util.Set;

/** Reads the IPv4 addresses from what macOS's {@code ifconfig lo0} prints. */
final class IfconfigOutput {
    private IfconfigOutput() {}

    static Set<String> addresses(String output) {
        Set<String> addresses = new LinkedHashSet<>();
        for (String line : output.split("\n", -1)) {
            String[] words = line.strip().split(" ", 3);
            if (words.length > 1 && words[0].equals("inet")) {
                addresses.add(words[1]);
            }
        }
        return addresses;
    }
}
