package dev.runner.cluster;

import dev.runner.cluster.jvm.ClassPathArchive;
import dev.runner.cluster.plan.PlannedArchive;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.util.FileFailure;
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

/**
 * Has the start archives of members made once the cluster serves, when its start no longer needs the processors and its
 * members have loaded what a start loads: one for each class path, of what all its members have noted.
 */
final class MemberArchiveBuilder implements ClusterListener {
    /** Once for each cluster is enough: what cannot be made now is tried again by the next one. */
    private final Set<Path> begun = ConcurrentHashMap.newKeySet();

    private final ClusterController cluster;

    private MemberArchiveBuilder(ClusterController cluster) {
        this.cluster = cluster;
    }

    /** Does so for a cluster, where one of its members wants it. */
    static void follow(ClusterController cluster) {
        if (cluster.plan().members().stream().anyMatch(member -> member.start().archive() != null)) {
            cluster.listen(new MemberArchiveBuilder(cluster));
        }
    }

    @Override
    public void onReady(Duration took) {
        if (cluster.plan().members().stream().allMatch(member -> member.formed() == null)) {
            begin();
        }
    }

    @Override
    public void onFormed(Duration took) {
        begin();
    }

    /** On a thread of its own, because nothing waits for it. */
    private void begin() {
        Thread thread = new Thread(this::beginNow, "member-archives");
        thread.setDaemon(true);
        thread.start();
    }

    private void beginNow() {
        checkArchivesInUse();
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
                cluster.problem("the start archive " + file + " cannot be made: " + FileFailure.describe(e));
            }
        });
    }

    private void checkArchivesInUse() {
        for (MemberStatus member : cluster.status().members()) {
            PlannedArchive wanted = member.planned().start().archive();
            if (wanted != null && wanted.archive() != null) {
                try {
                    wanted.archive().look(member.now().pid());
                } catch (IOException e) {
                    cluster.problem(
                            "a start archive that the JVM refuses cannot be removed: " + FileFailure.describe(e));
                }
            }
        }
    }

    private Map<ClassPathArchive, List<Path>> noted() {
        Map<ClassPathArchive, List<Path>> noted = new LinkedHashMap<>();
        for (PlannedMember member : cluster.plan().members()) {
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
