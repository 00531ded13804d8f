package dev.runner.benchmarks.product;

import java.nio.file.Path;

/**
 * One installation of the runner.
 *
 * @param prefix precedes the name of every side that this installation is measured as; empty for the product itself
 * @param home the directory with bin/runner and lib/
 * @param harness the class path of its test harness and of the part `test-class`; empty where there is none
 */
record Installation(String prefix, Path home, String harness) {
    /** The prefix of the installation that `--against` names. */
    static final String AGAINST = "against: ";

    String runner() {
        return home.resolve("bin/runner").toString();
    }

    String membersJar() {
        return home.resolve("lib/members.jar").toString();
    }

    /** The side that a figure of this installation stands at. */
    String side(String name) {
        return prefix + name;
    }

    static String withoutPrefix(String side) {
        return side.startsWith(AGAINST) ? side.substring(AGAINST.length()) : side;
    }
}
