package dev.runner.integration;

import dev.runner.junit.LocalCluster;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The start archive of the test harness's members, built once for each of their builds. */
final class HarnessStartArchive {
    private HarnessStartArchive() {}

    /** Builds it if it is missing. Prints failures; everything works without the archive. */
    static void make() {
        try {
            Path jar = Path.of(LocalCluster.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home", ""), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            jar.toString(),
                            "dev.runner.junit.WarmMain",
                            "--missing")
                    .redirectErrorStream(true)
                    .start();
            // The pipe ends with the process, which has its own timeout.
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                System.err.print(said);
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the test harness's archive cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
