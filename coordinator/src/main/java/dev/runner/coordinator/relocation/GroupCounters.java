package dev.runner.coordinator.relocation;

import dev.runner.coordinator.groups.GroupRegistry;
import dev.runner.coordinator.metrics.ControlPlaneMetrics;
import dev.runner.coordinator.store.CoordinatorStore;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts groups, slots and relocations for the metrics. */
public final class GroupCounters implements ControlPlaneMetrics {

    private final GroupRegistry groups;
    private final Relocator relocator;
    private final CoordinatorStore store;

    public GroupCounters(GroupRegistry groups, Relocator relocator, CoordinatorStore store) {
        this.groups = groups;
        this.relocator = relocator;
        this.store = store;
    }

    @Override
    public Map<String, Integer> groupsByStatus() {
        Map<String, Integer> counts = new TreeMap<>();
        groups.all().forEach(group -> counts.merge(group.status().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return counts;
    }

    @Override
    public int slots() {
        return groups.slots().size();
    }

    @Override
    public Map<String, Long> relocationsByReason() {
        return relocator.relocations();
    }

    @Override
    public long storageFailures() {
        return store.failures();
    }
}
