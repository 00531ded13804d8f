package dev.runner.loopback;

import dev.runner.util.InProcessLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** A second JVM that acquires something, reports it on one line, and holds it until its standard input ends. */
final class HelperJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private HelperJvm(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static HelperJvm start(String... arguments) throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                location(LockFile.class) + ":" + location(InProcessLock.class) + ":" + location(HelperJvm.class),
                HelperJvm.class.getName()));
        command.addAll(List.of(arguments));
        return new HelperJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    String line() throws IOException {
        return String.valueOf(output.readLine());
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println(hold(arguments));
        System.out.flush();
        while (System.in.read() >= 0) {
            // Input is ignored.
        }
    }

    private static String hold(String[] arguments) throws IOException {
        return switch (arguments[0]) {
            case "listen" -> listen(arguments[1], Integer.parseInt(arguments[2]));
            case "lease" -> lease(Path.of(arguments[1]), new LoopbackNetwork(Integer.parseInt(arguments[2])));
            case "leases" -> leases(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        };
    }

    private static String listen(String address, int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(address, port));
        return Integer.toString(socket.getLocalPort());
    }

    private static String lease(Path directory, LoopbackNetwork network) {
        try {
            return "leased "
                    + new NetworkLeases(directory).acquire(network).network().number();
        } catch (NetworkUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Waits for the start signal, so that all processes start at once. */
    private static String leases(Path directory, int count) throws IOException {
        System.in.read();
        List<String> numbers = new CopyOnWriteArrayList<>();
        IntStream.range(0, count).parallel().forEach(i -> {
            NetworkLease lease = new NetworkLeases(directory).acquireFirstFree(network -> true);
            numbers.add(Integer.toString(lease.network().number()));
        });
        return String.join(" ", numbers);
    }

    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }
}
