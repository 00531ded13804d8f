package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.spec.SpecException;
import dev.runner.cluster.spec.SpecProblem;
import dev.runner.loopback.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which members a Java debugger can attach to, by JDWP, on one port at the address of each. A member whose program is
 * {@code java} gets the option on its command line. Any other gets it by JAVA_TOOL_OPTIONS, for the JVM that its
 * scripts start; what is no JVM does not mind. Probes and {@code init} do not get it: theirs is not the process to
 * debug.
 *
 * @param all whether all members can be debugged
 * @param members those that can
 * @param suspended those that can, and wait for the debugger before they do anything
 */
public record DebuggerOptions(boolean all, Set<String> members, Set<String> suspended) {
    /** Nobody debugs. */
    public static final DebuggerOptions NONE = new DebuggerOptions(false, Set.of(), Set.of());

    /** What debuggers and their users expect; the same on every host. */
    public static final int PORT = 5005;

    private static final String JAVA_TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

    public DebuggerOptions {
        members = Set.copyOf(members);
        suspended = Set.copyOf(suspended);
    }

    /** Whether a member waits for a debugger when it is started. */
    public boolean suspends(PlannedMember member) {
        return suspended.contains(member.name());
    }

    /** Where a debugger attaches to this member; empty where none can. */
    public Optional<Endpoint> endpoint(PlannedMember member) {
        boolean wanted = all || members.contains(member.name()) || suspends(member);
        return wanted ? Optional.of(new Endpoint(member.address(), PORT)) : Optional.empty();
    }

    /** A command that the member is started by, with the option where its program is java. */
    List<String> command(PlannedMember member, List<String> command) {
        if (endpoint(member).isEmpty() || !isJava(command)) {
            return command;
        }
        List<String> debuggable = new ArrayList<>(command);
        debuggable.add(1, option(member));
        return List.copyOf(debuggable);
    }

    /** What that command's environment has besides the member's: the option, where its program is something else. */
    Map<String, String> environment(PlannedMember member, List<String> command) {
        if (endpoint(member).isEmpty() || isJava(command)) {
            return Map.of();
        }
        String set = member.environment().get(JAVA_TOOL_OPTIONS);
        return Map.of(JAVA_TOOL_OPTIONS, set == null ? option(member) : set + " " + option(member));
    }

    private String option(PlannedMember member) {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=" + (suspends(member) ? "y" : "n") + ",address="
                + member.address() + ":" + PORT;
    }

    private static boolean isJava(List<String> command) {
        return Path.of(command.get(0)).endsWith("java");
    }

    /** @throws SpecException where it names a member that the plan has not */
    void check(ClusterPlan plan) {
        Set<String> unknown = new TreeSet<>(members);
        unknown.addAll(suspended);
        plan.members().forEach(member -> unknown.remove(member.name()));
        if (!unknown.isEmpty()) {
            String known = String.join(
                    ", ", plan.members().stream().map(PlannedMember::name).toList());
            throw new SpecException(List.of(new SpecProblem(
                    "",
                    0,
                    0,
                    "--debug and --suspend name " + String.join(", ", unknown) + ", but the members are " + known)));
        }
    }
}
