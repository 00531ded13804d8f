package dev.runner.benchmarks.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the figures were measured on. */
record MachineInfo(Map<String, String> facts) {
    static MachineInfo here(BenchmarkSettings settings) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("processor", line(Path.of("/proc/cpuinfo"), "model name"));
        facts.put("memory", line(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("java", System.getProperty("java.vm.version"));
        facts.put("rounds", Integer.toString(settings.rounds()));
        facts.put("quick", Boolean.toString(settings.quick()));
        facts.put("load", Double.toString(load()));
        return new MachineInfo(facts);
    }

    /** Processes that ran or wanted to, in the last minute. */
    static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }

    private static String line(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    String text() {
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", "));
    }

    String json() {
        return facts.entrySet().stream()
                .map(fact -> BenchmarkJsonReport.text(fact.getKey()) + ": " + BenchmarkJsonReport.text(fact.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
