package dev.runner.loopback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Adds and removes the addresses of a cluster on macOS. Of 127.0.0.0/8 macOS only has 127.0.0.1 until root adds others
 * to {@code lo0}, and forgets them at the next restart; Linux has all of them.
 *
 * <p>A plan is made and shown first, then run. Every command in it starts with {@code sudo}; nothing else runs as root.
 * Added addresses are recorded, so that {@link #planRemove} removes exactly those.
 */
public final class LoopbackAliasManager {
    private final HostOs os;
    private final CommandRunner commands;
    private final Path stateDirectory;
    private final Path daemonDirectory;
    private final AliasStateFile added;

    /** Runs a command and returns its exit code; it inherits input and output, for the password. */
    interface CommandRunner {
        int run(List<String> command) throws IOException, InterruptedException;

        /** Runs an unprivileged command and returns its output. */
        String outputOf(List<String> command) throws IOException, InterruptedException;
    }

    LoopbackAliasManager(HostOs os, CommandRunner commands, Path stateDirectory, Path daemonDirectory) {
        this.os = os;
        this.commands = commands;
        this.stateDirectory = stateDirectory;
        this.daemonDirectory = daemonDirectory;
        this.added = new AliasStateFile(stateDirectory.resolve("loopback-aliases"));
    }

    public static LoopbackAliasManager ofThisMachine() {
        return new LoopbackAliasManager(
                HostOs.current(),
                new TerminalCommandRunner(),
                AliasStateFile.stateDirectory(),
                LaunchDaemon.SYSTEM_DIRECTORY);
    }

    /**
     * Plans the addition of the addresses that a cluster of this size, its manager and its coordinator lack.
     *
     * @param persist also install a LaunchDaemon that adds them after every restart of the machine
     * @throws IOException if the present addresses cannot be read
     */
    public LoopbackAliasPlan planAdd(LoopbackNetwork network, int hosts, boolean persist)
            throws IOException, InterruptedException {
        List<String> wanted = network.addresses(hosts);
        if (os != HostOs.MACOS) {
            return notNeeded();
        }
        Set<String> present = present();
        List<LoopbackAliasPlan.Step> steps = new ArrayList<>();
        wanted.stream()
                .filter(address -> !present.contains(address))
                .map(LoopbackAliasPlan.Step::add)
                .forEach(steps::add);
        String explanation = steps.isEmpty()
                ? "all " + wanted.size() + " addresses of network " + network.number() + " are there"
                : steps.size() + " of " + wanted.size() + " addresses of network " + network.number() + " are missing";
        return persist
                ? persistent(explanation, steps, network, hosts)
                : new LoopbackAliasPlan(explanation, null, steps);
    }

    /**
     * Plans the removal of the network's addresses that {@link #planAdd} added, and of its LaunchDaemon if there is
     * one.
     */
    public LoopbackAliasPlan planRemove(LoopbackNetwork network) throws IOException, InterruptedException {
        if (os != HostOs.MACOS) {
            return notNeeded();
        }
        LaunchDaemon daemon = new LaunchDaemon(network, daemonDirectory);
        List<LoopbackAliasPlan.Step> steps = new ArrayList<>();
        if (Files.exists(daemon.file())) {
            steps.addAll(daemon.unload());
            steps.addAll(daemon.delete());
        }
        Set<String> present = present();
        List<String> ours = added.addresses().stream()
                .filter(address -> address.startsWith("127." + network.number() + ".") && present.contains(address))
                .toList();
        ours.forEach(address -> steps.add(LoopbackAliasPlan.Step.remove(address)));
        return new LoopbackAliasPlan(
                ours.size() + " addresses of network " + network.number() + " were added by `runner loopback alias`",
                null,
                steps);
    }

    /**
     * Runs the commands of a plan, and records the addresses that they add and remove.
     *
     * @throws IOException if a command fails, which the message names; the effect of earlier commands remains and is
     *     recorded
     */
    public void run(LoopbackAliasPlan plan) throws IOException, InterruptedException {
        LoopbackAliasPlan.StagedFile staged = plan.staged();
        if (staged != null) {
            Files.createDirectories(stateDirectory);
            Files.writeString(staged.path(), staged.content(), StandardCharsets.UTF_8);
        }
        for (LoopbackAliasPlan.Step step : plan.steps()) {
            int code = commands.run(step.command());
            if (code != 0 && !step.mayFail()) {
                throw new IOException("`" + String.join(" ", step.command()) + "` failed with exit code " + code
                        + ": see its message above, then run the same again");
            }
            record(step);
        }
    }

    private void record(LoopbackAliasPlan.Step step) throws IOException {
        String adds = step.adds();
        String removes = step.removes();
        if (adds != null) {
            added.add(adds);
        }
        if (removes != null) {
            added.remove(removes);
        }
    }

    private LoopbackAliasPlan persistent(
            String explanation, List<LoopbackAliasPlan.Step> steps, LoopbackNetwork network, int hosts) {
        LaunchDaemon daemon = new LaunchDaemon(network, daemonDirectory);
        Path staged = stateDirectory.resolve(daemon.label() + ".plist");
        if (Files.exists(daemon.file())) {
            steps.addAll(daemon.unload());
        }
        steps.addAll(daemon.install(staged));
        return new LoopbackAliasPlan(
                explanation + "; " + daemon.file() + " adds them at every start of this machine",
                new LoopbackAliasPlan.StagedFile(staged, daemon.plist(hosts)),
                steps);
    }

    private Set<String> present() throws IOException, InterruptedException {
        return IfconfigOutput.addresses(commands.outputOf(List.of("/sbin/ifconfig", "lo0")));
    }

    private LoopbackAliasPlan notNeeded() {
        return LoopbackAliasPlan.nothing(
                os == HostOs.LINUX
                        ? "nothing to do: Linux has all addresses of 127.0.0.0/8 on its loopback interface"
                        : "this system is not supported: `runner loopback check` shows which addresses it has");
    }
}
