package dev.runner.language.plan;

import dev.runner.util.SpellingSuggestion;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Suggests the known name that was probably meant: that of a synonym in another language, or a similar one. */
final class NameSuggestions {
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("filter", "where"),
            Map.entry("when", "where"),
            Map.entry("map", "select"),
            Map.entry("project", "select"),
            Map.entry("group_by", "partition_by"),
            Map.entry("groupby", "partition_by"),
            Map.entry("key_by", "partition_by"),
            Map.entry("keyby", "partition_by"),
            Map.entry("output", "emit"),
            Map.entry("print", "emit"),
            Map.entry("reduce", "aggregate"),
            Map.entry("mean", "avg"),
            Map.entry("average", "avg"),
            Map.entry("std", "stddev"),
            Map.entry("total", "sum"),
            Map.entry("distinct", "count_distinct"));

    private NameSuggestions() {}

    /** The known name that was probably meant; null if none is similar enough. */
    static @Nullable String nearest(String unknown, Collection<String> known) {
        String synonym = SYNONYMS.get(unknown.toLowerCase(Locale.ROOT));
        return synonym != null && known.contains(synonym)
                ? synonym
                : SpellingSuggestion.nearest(unknown, known).orElse(null);
    }
}
