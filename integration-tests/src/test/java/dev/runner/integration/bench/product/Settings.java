package dev.runner.integration.bench.product;

import java.nio.file.Path;
import java.util.Set;

/**
 * What to measure with.
 *
 * @param product the directory with bin/runner and lib/
 * @param java of the same JDK that the product is run by
 * @param work an empty directory for everything that is written
 * @param rounds how often each side is measured; the slow ones less often
 * @param quick fewer members, lines and seconds
 * @param sides the names of those that are measured; empty for all
 */
record Settings(Path product, Path java, Path work, int rounds, boolean quick, Set<String> sides) {
    String runner() {
        return product.resolve("bin/runner").toString();
    }
}
