package dev.runner.loopback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands on the terminal of this process, where {@code sudo} asks for its password. */
final class TerminalCommandRunner implements LoopbackAliasManager.CommandRunner {
    @Override
    public int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Override
    public String outputOf(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("`" + String.join(" ", command) + "` failed with exit code " + code);
        }
        return output;
    }
}
