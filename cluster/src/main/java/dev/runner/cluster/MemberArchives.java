package dev.runner.cluster;

import dev.runner.cluster.jvm.ClassPathArchive;
import dev.runner.cluster.plan.PlannedArchive;
import dev.runner.cluster.plan.PlannedMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Has the start archives of members made once the cluster serves, when its start no longer needs the processors and its
 * members have loaded what a start loads: one for each class path, of what all its members have noted.
 */
final class MemberArchives implements ClusterListener {
    /** Once for each cluster is enough: what cannot be made now is tried again by the next one. */
    private final Set<Path> begun = ConcurrentHashMap.newKeySet();

    private final Supplier<List<PlannedMember>> members;
    private final Consumer<String> problems;

    private MemberArchives(Supplier<List<PlannedMember>> members, Consumer<String> problems) {
        this.members = members;
        this.problems = problems;
    }

    /** Does so for a cluster, where one of its members wants it. */
    static void follow(ClusterRun run) {
        Supplier<List<PlannedMember>> members = () -> run.plan().members();
        if (members.get().stream().anyMatch(member -> member.start().archive() != null)) {
            run.listen(new MemberArchives(members, run::problem));
        }
    }

    @Override
    public void onReady(Duration took) {
        if (members.get().stream().allMatch(member -> member.formed() == null)) {
            begin();
        }
    }

    @Override
    public void onFormed(Duration took) {
        begin();
    }

    /** On a thread of its own, as nobody waits for it. */
    private void begin() {
        Thread thread = new Thread(this::beginNow, "member-archives");
        thread.setDaemon(true);
        thread.start();
    }

    private void beginNow() {
        noted().forEach((archive, notes) -> {
            Path file = archive.archive().file();
            if (archive.archive().isUsable() || !begun.add(file)) {
                return;
            }
            try {
                archive.begin(notes);
                for (Path note : notes) {
                    Files.deleteIfExists(note);
                }
            } catch (IOException e) {
                problems.accept("the start archive " + file + " cannot be made: " + e.getMessage());
            }
        });
    }

    private Map<ClassPathArchive, List<Path>> noted() {
        Map<ClassPathArchive, List<Path>> noted = new LinkedHashMap<>();
        for (PlannedMember member : members.get()) {
            PlannedArchive wanted = member.start().archive();
            Path notes = MemberPreparation.classes(member);
            if (wanted != null && wanted.archive() != null && Files.exists(notes)) {
                noted.computeIfAbsent(wanted.archive(), archive -> new ArrayList<>())
                        .add(notes);
            }
        }
        return noted;
    }
}
