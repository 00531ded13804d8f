package dev.runner.cli;

import dev.runner.cli.output.TextTable;
import dev.runner.cli.output.TextTable.Cell;
import dev.runner.cluster.ClusterState;
import dev.runner.manager.api.ActionView;
import dev.runner.manager.api.ClusterView;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.api.PendingView;
import dev.runner.manager.output.Colour;
import dev.runner.manager.output.Terminal;
import dev.runner.supervisor.LifecycleState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cluster's status for a person. */
final class StatusTable {

    private final Terminal terminal;
    private final Clock clock;
    private final boolean verbose;

    /** @param verbose whether all is told that explains why members are not ready */
    StatusTable(Terminal terminal, Clock clock, boolean verbose) {
        this.terminal = terminal;
        this.clock = clock;
        this.verbose = verbose;
    }

    void print(ClusterView view) {
        terminal.line(headline(view));
        if (!view.members().isEmpty()) {
            terminal.line("");
            table(view.members()).lines().forEach(terminal::line);
        }
        List<String> pending = view.members().stream()
                .flatMap(member -> pending(member).stream())
                .toList();
        if (!pending.isEmpty()) {
            terminal.line("");
            pending.forEach(terminal::line);
        }
        if (view.fatal() != null && view.state() != ClusterState.READY) { // else that is over
            terminal.line("");
            view.fatal().lines().forEach(terminal::line);
        }
    }

    private List<String> pending(MemberView member) {
        PendingView pending = member.pending();
        if (pending == null) {
            return List.of();
        }
        return verbose ? PendingText.details(member, pending) : List.of(PendingText.line(member, pending));
    }

    private String headline(ClusterView view) {
        String name = view.cluster();
        String state = terminal.paint(colour(view.state()), view.state().label());
        return switch (view.state()) {
            case FAILED -> name + " has " + state;
            case STOPPED -> name + " is " + state;
            case STARTING, READY, DEGRADED, STOPPING ->
                name + " is " + state + formed(view) + ", on network " + view.network() + ", under manager "
                        + view.manager().pid();
        };
    }

    private static String formed(ClusterView view) {
        return view.formed() == null ? "" : view.formed() ? " and formed" : ", not formed";
    }

    private TextTable table(List<MemberView> members) {
        TextTable table = new TextTable();
        table.header("MEMBER", "STATE", "PID", "ADDRESS", "UP", "RESTARTS", "LAST EXIT");
        for (MemberView member : members) {
            String state = state(member);
            table.row(List.of(
                    new Cell(member.name(), terminal.paint(Colour.ofMember(member.name()), member.name())),
                    new Cell(state, terminal.paint(member.paused() ? Colour.YELLOW : colour(member.state()), state)),
                    Cell.of(member.pid() == null ? "-" : String.valueOf(member.pid())),
                    Cell.of(address(member)),
                    Cell.of(uptime(member.startedAt())),
                    Cell.of(String.valueOf(member.restarts())),
                    Cell.of(member.lastExit() == null ? "-" : member.lastExit().describe())));
        }
        return table;
    }

    /** Its URL, or its address with its ports. */
    private static String address(MemberView member) {
        if (member.url() != null) {
            return member.url();
        }
        return member.ports().isEmpty() ? member.address() : member.address() + ":" + String.join(",", member.ports());
    }

    /** What a person did is told as that: {@code paused}, {@code killed by you}, {@code killed by you (TERM)}. */
    static String state(MemberView member) {
        String state = member.state().label().replace('_', ' ');
        if (member.paused()) {
            return member.state() == LifecycleState.READY ? "paused" : state + ", paused";
        }
        if (Boolean.TRUE.equals(member.formed())) {
            return "formed";
        }
        ActionView action = member.action();
        if (member.state() != LifecycleState.STOPPED || action == null) {
            return state;
        }
        return switch (action.name()) {
            case "kill" -> "killed by you";
            case "signal" -> "killed by you (" + action.signal() + ")";
            case "stop" -> "stopped by you";
            default -> state;
        };
    }

    private String uptime(@Nullable Instant startedAt) {
        return startedAt == null ? "-" : describe(Duration.between(startedAt, clock.instant()));
    }

    /** Two units at most: {@code 12s}, {@code 3m 4s}, {@code 5h 6m}, {@code 7d 8h}. */
    static String describe(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        long hours = seconds / 3_600;
        return hours < 24 ? hours + "h " + seconds / 60 % 60 + "m" : hours / 24 + "d " + hours % 24 + "h";
    }

    private static Colour colour(ClusterState state) {
        return switch (state) {
            case READY -> Colour.GREEN;
            case STARTING, STOPPING, DEGRADED -> Colour.YELLOW;
            case FAILED -> Colour.RED;
            case STOPPED -> Colour.DIM;
        };
    }

    private static Colour colour(LifecycleState state) {
        return switch (state) {
            case READY -> Colour.GREEN;
            case PENDING, STARTING, STOPPING, BACKING_OFF -> Colour.YELLOW;
            case FAILED -> Colour.RED;
            case STOPPED -> Colour.DIM;
        };
    }
}
