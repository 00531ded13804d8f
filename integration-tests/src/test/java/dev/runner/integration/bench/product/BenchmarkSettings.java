package dev.runner.integration.bench.product;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure, and with what.
 *
 * @param product the directory with bin/runner and lib/
 * @param java of the same JDK that the product is run by
 * @param work a directory for everything that is written; it is removed in the end
 * @param harness the class path of the test harness and of the part `test-class`; empty where they are not there
 * @param json where the figures go as JSON; empty where nobody wants them
 * @param rounds how often each side is measured; the slow ones less often
 * @param quick fewer members, lines and seconds
 * @param sides the names of those that are measured; empty for all
 * @param parts the names of those that are measured; empty for all
 */
record BenchmarkSettings(
        Path product,
        Path java,
        Path work,
        String harness,
        String json,
        int rounds,
        boolean quick,
        Set<String> sides,
        Set<String> parts) {
    private static final int QUICK_ROUNDS = 2;

    /** From the arguments that `benchmarks/run` passes on, in the order of the fields. */
    static BenchmarkSettings of(String[] args) {
        int at = 0;
        Path product = Path.of(args[at++]);
        Path java = Path.of(args[at++]);
        Path work = Path.of(args[at++]);
        String harness = args[at++];
        String json = args[at++];
        int rounds = Integer.parseInt(args[at++]);
        boolean quick = args[at++].equals("quick");
        Set<String> sides = names(args[at++].split(","));
        Set<String> parts = names(Arrays.copyOfRange(args, at, args.length));
        return new BenchmarkSettings(
                product,
                java,
                work,
                harness,
                json,
                quick ? Math.min(rounds, QUICK_ROUNDS) : rounds,
                quick,
                sides,
                parts);
    }

    private static Set<String> names(String[] all) {
        return Stream.of(all)
                .filter(name -> !name.isEmpty())
                .map(name -> name.equals("script") ? ShellScriptAdapter.NAME : name)
                .collect(Collectors.toUnmodifiableSet());
    }

    String runner() {
        return product.resolve("bin/runner").toString();
    }

    boolean wants(ToolAdapter side) {
        return sides.isEmpty() || sides.contains(side.name());
    }

    boolean wants(BenchmarkPart part) {
        return parts.isEmpty() || parts.contains(part.name());
    }
}
