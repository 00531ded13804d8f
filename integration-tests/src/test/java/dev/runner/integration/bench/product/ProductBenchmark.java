package dev.runner.integration.bench.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Measures the product as it is packaged, part by part; {@code benchmarks/run} starts it. */
final class ProductBenchmark {
    private static final int ROUNDS = 5;

    private final List<String> wanted = new ArrayList<>();
    private final Results results = new Results(System.out, System.err);
    private @Nullable Path json;
    private int rounds = ROUNDS;
    private final Set<String> sides = new HashSet<>();
    private boolean quick;

    private ProductBenchmark() {}

    /**
     * Measures what is wanted.
     *
     * @param args the product's directory, java, and what the user wants
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        ProductBenchmark benchmark = new ProductBenchmark();
        benchmark.read(Arrays.asList(args).subList(2, args.length));
        benchmark.run(Path.of(args[0]), Path.of(args[1]));
    }

    private static List<Part> parts() {
        return List.of(
                new ColdCommand(),
                new DefaultCluster(),
                new NativeMembers(),
                new Respawn(),
                new CrashSeen(),
                new Stop(),
                new Logs(),
                new Quiet(),
                new Inject());
    }

    private void read(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--quick" -> quick = true;
                case "--json" -> json = Path.of(value(arguments, ++i)).toAbsolutePath();
                case "--sides" -> sides.addAll(List.of(value(arguments, ++i).split(",", -1)));
                case "--rounds" -> rounds = Integer.parseInt(value(arguments, ++i));
                default -> wanted.add(known(argument));
            }
        }
    }

    private static String value(List<String> arguments, int at) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException(arguments.get(at - 1) + " needs a value");
        }
        return arguments.get(at);
    }

    private static String known(String part) {
        List<String> names = parts().stream().map(Part::name).toList();
        if (!names.contains(part)) {
            throw new IllegalArgumentException("there is no part " + part + ", only " + names);
        }
        return part;
    }

    private void run(Path product, Path java) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("product-benchmark").toRealPath();
        Settings settings = new Settings(product, java, work, quick ? Math.min(rounds, 2) : rounds, quick, sides);
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("load before", load());
        System.out.println(machine);
        try {
            for (Part part : parts()) {
                if (wanted.isEmpty() || wanted.contains(part.name())) {
                    part.measure(settings, results);
                    results.print(part.name());
                    System.out.println("load: " + load());
                }
            }
        } finally {
            Tools.delete(work);
        }
        machine.put("load after", load());
        results.printNotes();
        if (json != null) {
            Files.writeString(json, results.json(machine));
        }
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }
}
