package dev.runner.cluster;

import dev.runner.cluster.plan.ClusterPlan;
import dev.runner.cluster.plan.PlannedHook;
import dev.runner.cluster.plan.PlannedMember;
import dev.runner.cluster.timeline.TimelineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Decides which member of a kind begins, where the spec says how to tell: after a crash the one with the newest data
 * must, and another one would throw away what that one has.
 */
final class BeginnerSelector {
    /** Where nothing has been decided. */
    static final BeginnerSelector NOBODY = new BeginnerSelector();

    private final Map<String, Integer> beginners = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    private BeginnerSelector() {}

    /**
     * Decides for all kinds of a plan; blocks while commands are asked.
     *
     * @param timeline of the earlier runs; it need not exist
     */
    static BeginnerSelector of(ClusterPlan plan, Path timeline) throws IOException {
        BeginnerSelector selector = new BeginnerSelector();
        Map<String, List<PlannedMember>> kinds = plan.members().stream()
                .filter(member -> member.order().hasChoice())
                .collect(Collectors.groupingBy(PlannedMember::kind, LinkedHashMap::new, Collectors.toList()));
        for (var kind : kinds.entrySet()) {
            List<PlannedMember> members = kind.getValue().stream()
                    .filter(member -> Files.isDirectory(member.directory()))
                    .toList();
            if (!members.isEmpty()) {
                selector.choose(members, timeline)
                        .ifPresent(chosen -> selector.beginners.put(kind.getKey(), chosen.ordinal()));
            }
        }
        return selector;
    }

    /** By kind, the ordinal of the member that begins, where it is known. */
    Map<String, Integer> beginners() {
        return beginners;
    }

    /** For people. */
    List<String> notes() {
        return notes;
    }

    private Optional<PlannedMember> choose(List<PlannedMember> members, Path timeline) throws IOException {
        return members.get(0).order().beginsWhereStoppedLast() ? lastStopped(members, timeline) : asked(members);
    }

    /** Whose end was not told was alive when everything ended at once, and so is later than all others. */
    private Optional<PlannedMember> lastStopped(List<PlannedMember> members, Path timeline) throws IOException {
        if (!Files.isRegularFile(timeline)) {
            return Optional.empty();
        }
        Map<String, Integer> ends = new HashMap<>();
        int[] line = {0};
        TimelineReader.each(timeline, event -> {
            line[0]++;
            String member = event.member();
            if (member != null && event.event().equals("spawned")) {
                ends.put(member, Integer.MAX_VALUE);
            } else if (member != null && event.event().equals("exited")) {
                ends.put(member, line[0]);
            }
        });
        Optional<PlannedMember> last = members.stream()
                .filter(member -> ends.containsKey(member.name()))
                .max(Comparator.comparing((PlannedMember member) -> Objects.requireNonNull(ends.get(member.name())))
                        .thenComparing(
                                Comparator.comparingInt(PlannedMember::ordinal).reversed()));
        last.ifPresent(member -> notes.add(member.name() + " begins: it was the last of its kind to stop"));
        return last;
    }

    /** All are asked at the same time. */
    private Optional<PlannedMember> asked(List<PlannedMember> members) {
        Map<PlannedMember, CompletableFuture<HookRunner.Result>> asked = new LinkedHashMap<>();
        for (PlannedMember member : members) {
            PlannedHook begin = Objects.requireNonNull(member.order().begin());
            asked.put(member, HookRunner.run(begin, member, Map.of()));
        }
        Map<PlannedMember, Long> numbers = new LinkedHashMap<>();
        List<String> silent = new ArrayList<>();
        asked.forEach((member, future) -> {
            try {
                HookRunner.Result result = future.join();
                Optional<Long> number = result.ok() ? number(result.output()) : Optional.empty();
                number.ifPresentOrElse(
                        value -> numbers.put(member, value),
                        () -> silent.add(member.name() + ": "
                                + (result.ok() ? "no number as its last line" : result.describe())));
            } catch (CompletionException e) {
                silent.add(member.name() + ": " + e.getCause());
            }
        });
        Optional<PlannedMember> first = numbers.keySet().stream()
                .max(Comparator.comparing((PlannedMember member) -> Objects.requireNonNull(numbers.get(member)))
                        .thenComparing(
                                Comparator.comparingInt(PlannedMember::ordinal).reversed()));
        first.ifPresentOrElse(
                member -> notes.add(member.name() + " begins: it has the highest number, " + numbers.get(member)),
                () -> notes.add(members.get(0).name() + " begins, because `begin.command` gave no number anywhere: "
                        + String.join("; ", silent)));
        return first;
    }

    /** The last line that is not empty. */
    private static Optional<Long> number(String output) {
        List<String> lines = output.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        return last.matches("[+-]?\\d{1,18}") ? Optional.of(Long.parseLong(last)) : Optional.empty();
    }
}
