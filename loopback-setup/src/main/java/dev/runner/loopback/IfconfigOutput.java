package dev.runner.loopback;

import java.util.LinkedHashSet;
import java.util.Set;

/** Parses the IPv4 addresses in the output of macOS's {@code ifconfig lo0}. */
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
