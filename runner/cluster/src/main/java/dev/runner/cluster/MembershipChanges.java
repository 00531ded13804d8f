package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedHook;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.spec.ClusterSpec;
import dev.runner.supervisor.LifecycleState;
import dev.runner.supervisor.MemberId;
import dev.runner.supervisor.MemberSnapshot;
import dev.runner.supervisor.MemberSpec;
import dev.runner.supervisor.Supervisor;
import dev.runner.util.AsyncFailure;
import dev.runner.util.DirectoryDeleter;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Members that join and leave a cluster while it runs: the plan, what the supervisor is to start from now on, the
 * directories, the members' own commands for leaving, and what is noted for the next run. Plans are made and handed
 * over under one lock, so that they come into effect in the order of the changes. Thread-safe.
 */
final class MembershipChanges {
    private final ClusterSpec spec;
    private final ClusterPreparation preparation;
    private final Supervisor supervisor;
    private final ClusterController controller;
    private final Path directory;
    private final Function<PlannedMember, MemberSpec> specs;

    /** @param specs how a member of the plan is started */
    MembershipChanges(
            ClusterSpec spec,
            ClusterPreparation preparation,
            Supervisor supervisor,
            ClusterController controller,
            Path directory,
            Function<PlannedMember, MemberSpec> specs) {
        this.spec = spec;
        this.preparation = preparation;
        this.supervisor = supervisor;
        this.controller = controller;
        this.directory = directory;
        this.specs = specs;
    }

    /** The next run of this cluster is to be where its data was made. */
    synchronized void remember() {
        try {
            preparation.remembered().write(directory);
        } catch (IOException e) {
            controller.problem("the network and the hosts of this cluster cannot be noted for its next run: "
                    + FileFailure.reason(e));
        }
    }

    /** See {@link ProcessCluster#addHosts}. */
    synchronized CompletableFuture<List<MemberSnapshot>> addHosts(int count) throws MachineNotReadyException {
        if (controller.isEnding()) {
            throw new IllegalStateException("the cluster is being stopped");
        }
        if (spec.members().values().stream()
                .noneMatch(kind -> kind.on().ordinals() == null && !kind.on().coordinator())) {
            throw new IllegalStateException("no member of this cluster is on all hosts, so that a host would be empty");
        }
        ClusterPlan before = preparation.plan();
        ClusterPlan larger = preparation.grow(count);
        List<PlannedMember> added = larger.members().stream()
                .filter(member -> before.member(member.name()).isEmpty())
                .toList();
        List<Path> made = new ArrayList<>();
        try {
            for (PlannedMember member : added) {
                if (!Files.exists(member.directory())) {
                    made.add(member.directory());
                }
                MemberPreparation.makeDirectories(member);
            }
        } catch (IOException | UncheckedIOException e) {
            preparation.giveUp(names(added));
            throw new MachineNotReadyException("a member's directory cannot be made: " + FileFailure.describe(e), e);
        }
        added.forEach(member -> supervisor.add(specs.apply(member)));
        replaceSpecs(larger);
        return controller
                .grow(larger, added)
                .thenApply(joined -> {
                    remember();
                    return joined;
                })
                .exceptionallyCompose(problem -> takeOutAgain(added, made).handle((done, secondProblem) -> {
                    throw new CompletionException(AsyncFailure.causeOf(problem));
                }));
    }

    /** The others know of the change from their next start on. */
    private void replaceSpecs(ClusterPlan plan) {
        controller.plan().members().stream()
                .flatMap(member -> plan.member(member.name()).stream())
                .forEach(member -> supervisor.replace(specs.apply(member)));
    }

    private static List<String> names(List<PlannedMember> members) {
        return members.stream().map(PlannedMember::name).toList();
    }

    /** @param made directories that are new with these members: a start that failed half-way is not to be met again */
    private CompletableFuture<Void> takeOutAgain(List<PlannedMember> added, List<Path> made) {
        CompletableFuture<?>[] removals = added.stream()
                .map(member -> new MemberId(member.name()))
                .filter(this::isThere) // else somebody else has removed it
                .map(id -> controller.operations().stopForRemoval(id).thenCompose(stopped -> withdraw(id)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(removals).thenRun(() -> {
            try {
                for (Path newDirectory : made) {
                    DirectoryDeleter.delete(newDirectory);
                }
            } catch (IOException e) {
                controller.problem("what a member left that was not added cannot be removed: " + e);
            }
        });
    }

    private boolean isThere(MemberId id) {
        return supervisor.snapshot().member(id).isPresent();
    }

    private synchronized CompletableFuture<MemberSnapshot> withdraw(MemberId id) {
        ClusterPlan smaller = preparation.giveUp(List.of(id.name()));
        replaceSpecs(smaller);
        return controller.withdraw(id, smaller).whenComplete((last, problem) -> {
            if (problem != null && isThere(id)) {
                putBack(id); // somebody has started it again
            }
        });
    }

    /** See {@link ProcessCluster#removeMember}. */
    CompletableFuture<MemberSnapshot> remove(MemberId id) {
        String name = id.name();
        if (controller.plan().members().size() == 1) {
            throw new IllegalStateException(name + " is the last member; `runner down` stops the cluster");
        }
        controller.leaving(preparation.without(name));
        PlannedMember leaver = controller.plan().member(name).orElseThrow();
        return leave(leaver)
                .thenCompose(left -> controller.operations().stopForRemoval(id))
                .thenCompose(stopped -> takeOut(id))
                .whenComplete((last, problem) -> {
                    if (problem == null) {
                        remember();
                    } else {
                        controller.stays();
                    }
                })
                .thenCompose(last -> tellOthers(leaver).thenApply(told -> last));
    }

    /** One that is not ready cannot be asked to. */
    private CompletableFuture<?> leave(PlannedMember leaver) {
        PlannedHook leave = leaver.order().leave();
        return leave != null && isReady(leaver.name())
                ? hook("leave.command", leave, leaver, leaver, "it was not removed")
                : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<?> tellOthers(PlannedMember leaver) {
        return CompletableFuture.allOf(controller.plan().members().stream()
                .filter(member -> member.kind().equals(leaver.kind()) && isReady(member.name()))
                .flatMap(member -> Optional.ofNullable(member.order().othersLeave()).stream()
                        .map(hook -> hook("leave.others", hook, member, leaver, leaver.name() + " has been removed")))
                .toArray(CompletableFuture[]::new));
    }

    private boolean isReady(String name) {
        return supervisor
                .snapshot()
                .member(new MemberId(name))
                .filter(member -> member.state() == LifecycleState.READY)
                .isPresent();
    }

    private CompletableFuture<?> hook(
            String key, PlannedHook hook, PlannedMember member, PlannedMember leaver, String then) {
        MemberId id = new MemberId(member.name());
        int incarnation = supervisor
                .snapshot()
                .member(id)
                .map(MemberSnapshot::incarnation)
                .orElse(0);
        Map<String, String> environment = Map.of(
                "MULTIHOST_COOKIE", supervisor.cookie(id, incarnation),
                "MULTIHOST_LEAVING", leaver.name(),
                "MULTIHOST_LEAVING_IP", leaver.address());
        return HookRunner.run(hook, member, environment).thenAccept(result -> {
            if (!result.ok()) {
                throw new IllegalStateException(
                        "`" + key + "` of " + member.name() + " " + result.describe() + "\n  " + then);
            }
        });
    }

    private synchronized CompletableFuture<MemberSnapshot> takeOut(MemberId id) {
        ClusterPlan smaller = preparation.remove(id.name());
        replaceSpecs(smaller);
        return controller.remove(id, smaller).whenComplete((last, problem) -> {
            if (problem != null && isThere(id)) {
                putBack(id);
            }
        });
    }

    private synchronized void putBack(MemberId id) {
        ClusterPlan asBefore = preparation.putBack(id.name());
        replaceSpecs(asBefore);
        controller.replan(asBefore);
    }
}
