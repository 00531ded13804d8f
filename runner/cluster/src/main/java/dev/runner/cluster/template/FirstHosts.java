package dev.runner.cluster.template;

import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first hosts of a cluster by how many: {@code {{#first.3}}} is a section on the first three, or on all where there
 * are fewer. Made when it is looked at.
 */
final class FirstHosts extends AbstractMap<String, List<Map<String, Object>>> {
    private final List<Map<String, Object>> hosts;

    FirstHosts(List<Map<String, Object>> hosts) {
        this.hosts = hosts;
    }

    @Override
    public @Nullable List<Map<String, Object>> get(@Nullable Object key) {
        return isNumber(key) ? hosts.subList(0, Math.min(hosts.size(), Integer.parseInt((String) key))) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return isNumber(key);
    }

    private static boolean isNumber(@Nullable Object key) {
        return key instanceof String text && text.matches("[1-9][0-9]{0,2}");
    }

    /** Nobody asks for all of them. */
    @Override
    public Set<Entry<String, List<Map<String, Object>>>> entrySet() {
        return Set.of();
    }
}
