package dev.runner.cli;

import dev.runner.manager.api.ManagerClient;
import dev.runner.manager.api.ManagerErrorException;
import dev.runner.manager.api.ManagerUnreachableException;
import dev.runner.manager.api.MemberView;
import dev.runner.manager.output.ExitCode;
import dev.runner.util.SpellingSuggestion;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The running cluster that a command is about, for commands that make no sense without one. */
record RunningCluster(ClusterStatusReader.Running running) {
    /** What is asked of the manager. */
    interface Request<T> {
        T of(ManagerClient client) throws ManagerUnreachableException;
    }

    /**
     * Finds it.
     *
     * @param name what the person said, if they did
     * @throws CommandFailedException when none runs, or several are meant equally well
     */
    static RunningCluster find(Invocation invocation, Optional<String> name) throws IOException, InterruptedException {
        ClusterLocation found = new ClusterFinder(invocation.directory()).find(name);
        ClusterStatusReader.Observation observation = ClusterStatusReader.observe(found);
        if (observation instanceof ClusterStatusReader.Running running) {
            return new RunningCluster(running);
        }
        if (observation instanceof ClusterStatusReader.Ended ended) {
            throw ClusterStatusReader.notRunning(ended.last());
        }
        throw new CommandFailedException(
                ExitCode.NOT_FOUND,
                "'" + found.name() + "' does not run: its manager died. "
                        + ((ClusterStatusReader.ManagerDied) observation).file().startHint());
    }

    /**
     * The members that are meant: names, kinds, and patterns. Found before anything is done, so that a mistyped one
     * among several changes nothing.
     */
    List<String> members(List<String> words) {
        List<String> known =
                running.view().members().stream().map(MemberView::name).toList();
        Set<String> meant = new LinkedHashSet<>();
        for (String word : words) {
            List<String> selected = MemberSelector.select(word, known);
            if (selected.isEmpty()) {
                check(word);
            }
            meant.addAll(selected);
        }
        return List.copyOf(meant);
    }

    /** That there is a member of this name. */
    void check(String member) {
        if (running.view().member(member).isPresent()) {
            return;
        }
        List<String> known =
                running.view().members().stream().map(MemberView::name).toList();
        if (MemberSelector.isPattern(member)) {
            throw new CommandFailedException(
                    ExitCode.NOT_FOUND,
                    "no member of '" + running.view().cluster() + "' matches '" + member + "': it has "
                            + String.join(", ", known) + ".");
        }
        String meant = SpellingSuggestion.nearest(member, known)
                .map(name -> ": did you mean " + name + "?")
                .orElse(": it has " + String.join(", ", known) + ".");
        throw new CommandFailedException(
                ExitCode.NOT_FOUND, "'" + running.view().cluster() + "' has no member '" + member + "'" + meant);
    }

    /** Asks the manager, and explains where it refuses or does not answer. */
    <T> T ask(Request<T> request) {
        try {
            return request.of(running.client());
        } catch (ManagerErrorException e) {
            String message = String.valueOf(e.getMessage());
            throw new CommandFailedException(exitCode(e), e.isAboutMachine() ? message : ended(message), e);
        } catch (ManagerUnreachableException e) {
            boolean alive = running.file().manager().isAlive();
            throw new CommandFailedException(alive ? ExitCode.TIMED_OUT : ExitCode.FAILED, e.getMessage() + ".", e);
        }
    }

    /** With a full stop, but not behind the path of a log, which is the end of what has several lines. */
    private static String ended(String message) {
        return message.indexOf('\n') < 0 ? message + "." : message;
    }

    private static int exitCode(ManagerErrorException error) {
        if (error.isAboutMachine()) {
            return ExitCode.MACHINE_NOT_READY;
        }
        return switch (error.status()) {
            case 400 -> ExitCode.USAGE;
            case 404 -> ExitCode.NOT_FOUND;
            default -> ExitCode.FAILED;
        };
    }
}
