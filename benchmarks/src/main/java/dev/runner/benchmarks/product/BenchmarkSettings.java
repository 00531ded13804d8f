package dev.runner.benchmarks.product;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to measure, and with what.
 *
 * @param installations the product, then the installation to compare it with, where one is given
 * @param java of the same JDK that the product is run by
 * @param work a directory for everything that is written; it is removed in the end
 * @param json where the figures go as JSON; empty where nobody wants them
 * @param rounds how often each side is measured; the slow ones less often
 * @param quick fewer members, lines and seconds
 * @param sides the names of those that are measured; empty for all
 * @param parts the names of those that are measured; empty for all
 */
record BenchmarkSettings(
        List<Installation> installations,
        Path java,
        Path work,
        String json,
        int rounds,
        boolean quick,
        Set<String> sides,
        Set<String> parts) {
    private static final int QUICK_ROUNDS = 2;

    /**
     * From the arguments that `benchmarks/run` passes on: home and harness of the product, home and harness of the
     * other installation (empty without one), then the fields from {@code java} on in their order.
     */
    static BenchmarkSettings of(String[] args) {
        int at = 0;
        Installation product = new Installation("", Path.of(args[at++]), args[at++]);
        String against = args[at++];
        String againstHarness = args[at++];
        List<Installation> installations = against.isEmpty()
                ? List.of(product)
                : List.of(product, new Installation(Installation.AGAINST, Path.of(against), againstHarness));
        Path java = Path.of(args[at++]);
        Path work = Path.of(args[at++]);
        String json = args[at++];
        int rounds = Integer.parseInt(args[at++]);
        boolean quick = args[at++].equals("quick");
        Set<String> sides = names(args[at++].split(","));
        Set<String> parts = names(Arrays.copyOfRange(args, at, args.length));
        return new BenchmarkSettings(
                installations, java, work, json, quick ? Math.min(rounds, QUICK_ROUNDS) : rounds, quick, sides, parts);
    }

    private static Set<String> names(String[] all) {
        return Stream.of(all)
                .filter(name -> !name.isEmpty())
                .map(name -> name.equals("script") ? ShellScriptAdapter.NAME : name)
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean comparesInstallations() {
        return installations.size() > 1;
    }

    /** The other installation is measured wherever the product is. */
    boolean wants(ToolAdapter side) {
        return sides.isEmpty() || sides.contains(Installation.withoutPrefix(side.name()));
    }

    boolean wants(BenchmarkPart part) {
        return parts.isEmpty() || parts.contains(part.name());
    }
}
