package dev.runner.junit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Makes the start archive of the default cluster's members for the JDK that runs this. By hand, or before tests of
 * which each second counts: {@code java -cp runner-junit.jar dev.runner.junit.WarmMain}.
 */
final class WarmMain {
    /** Leaves alone one that is there, and one that another process is just making. */
    static final String ONLY_MISSING = "--missing";

    private WarmMain() {}

    /**
     * Makes it and ends.
     *
     * @param args nothing, or {@link #ONLY_MISSING}
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(make(List.of(args).contains(ONLY_MISSING)) ? 0 : 1);
    }

    private static boolean make(boolean onlyMissing) throws InterruptedException {
        Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
        Path jar = MembersJar.path();
        MembersStartArchive archive = MembersStartArchive.of(java, jar).orElse(null);
        if (archive == null) {
            System.err.println(
                    "there is no place for a start archive: the user's cache cannot be written, or the JDK in "
                            + System.getProperty("java.home")
                            + " does not say in its `release` file which build it is");
            return false;
        }
        if (onlyMissing && !archive.isMissing()) {
            return true;
        }
        try {
            long begun = System.nanoTime();
            if (archive.make(!onlyMissing)) {
                double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3;
                System.out.printf(
                        Locale.ROOT, "made %s in %.1f s%n", archive.archive().file(), seconds);
                UnusedJarCleaner.remove(jar);
            }
            return true;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return false;
        }
    }
}
