package dev.runner.cli;

import dev.runner.cli.options.ClusterRequestOptions;
import dev.runner.cli.options.PicocliSpecFactory;
import dev.runner.http.json.JsonRecords;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.Counted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code runner send}. */
final class SendCommand implements RunnableCommand {
    /** Of standard input, at once: less than a pipe holds. */
    private static final int BLOCK = 32 * 1024;

    private final Invocation invocation;

    private final ClusterRequestOptions options = new ClusterRequestOptions();

    private final PositionalParamSpec member = PicocliSpecFactory.parameter(String.class, "MEMBER", "1")
            .index("0")
            .description("Its name as `runner ps` shows it.")
            .build();

    private final PositionalParamSpec text = PicocliSpecFactory.parameter(List.class, "TEXT", "0..*")
            .index("1..*")
            .auxiliaryTypes(String.class)
            .description("What is sent, as one line. Without it, what comes from standard input, as it is.")
            .build();

    SendCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = PicocliSpecFactory.command(
                this,
                "Sends a line to a member's standard input, which its spec must leave open (`stdin: open`).",
                "  runner send console-0 status all",
                "  runner send shell-0 < commands.txt");
        options.addTo(spec);
        spec.addPositional(member);
        spec.addPositional(text);
        return spec;
    }

    @Override
    public int run() throws IOException, InterruptedException {
        String name = member.getValue();
        RunningCluster cluster = RunningCluster.find(invocation, options.name());
        cluster.check(name);
        @Nullable List<String> words = text.getValue();
        long sent = words == null || words.isEmpty()
                ? sendAll(cluster, name, System.in)
                : send(cluster, name, (String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", name);
            json.put("bytes", sent);
            invocation.terminal().line(JsonRecords.text(json));
        } else {
            invocation.terminal().line(name + " was sent " + Counted.of(sent, "byte"));
        }
        return ExitCode.OK;
    }

    private long sendAll(RunningCluster cluster, String name, InputStream input) throws IOException {
        byte[] block = new byte[BLOCK];
        long sent = 0;
        for (int count = input.read(block); count >= 0; count = input.read(block)) {
            sent += send(cluster, name, Arrays.copyOf(block, count));
        }
        return sent;
    }

    private int send(RunningCluster cluster, String name, byte[] bytes) {
        cluster.ask(client -> client.send(name, bytes, options.timeout()));
        return bytes.length;
    }
}
