package dev.runner.cluster.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The keys and values of a mapping: a key is the text that was written (YAML 1.1 takes {@code on} for true), a key that
 * is written twice is a mistake, and {@code <<: *base} adds what is not there.
 */
final class YamlMappingEntries {
    /** Merges within merges; a mapping that merges itself ends here too. */
    private static final int DEEPEST_MERGE = 8;

    record Entry(Node key, Node value) {}

    private YamlMappingEntries() {}

    static Map<String, Entry> of(MappingNode mapping, SpecProblemCollector problems) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        addOwn(mapping, entries, problems);
        addMerged(mapping, entries, problems, 0);
        return entries;
    }

    private static void addOwn(MappingNode mapping, Map<String, Entry> entries, SpecProblemCollector problems) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(
                        tuple.getKeyNode(), "a key must be a text, but this is " + YamlNodeDescriber.describe(mapping));
                continue;
            }
            if (isMerge(tuple)) {
                continue;
            }
            Entry first = entries.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
            if (first != null) {
                int line = first.key().getStartMark().getLine() + 1;
                problems.add(key, "the key `" + key.getValue() + "` was already written in line " + line);
            }
        }
    }

    private static void addMerged(
            MappingNode mapping, Map<String, Entry> entries, SpecProblemCollector problems, int depth) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (isMerge(tuple)) {
                merge(tuple.getValueNode(), entries, problems, depth);
            }
        }
    }

    private static void merge(Node source, Map<String, Entry> entries, SpecProblemCollector problems, int depth) {
        if (depth > DEEPEST_MERGE) {
            problems.add(source, "merges (<<) within merges are too deep");
        } else if (source instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key && !isMerge(tuple)) {
                    entries.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
                }
            }
            addMerged(mapping, entries, problems, depth + 1);
        } else if (source instanceof SequenceNode sequence) {
            sequence.getValue().forEach(each -> merge(each, entries, problems, depth + 1));
        } else {
            problems.add(source, "<< adds the keys of a mapping, but this is " + YamlNodeDescriber.describe(source));
        }
    }

    private static boolean isMerge(NodeTuple tuple) {
        return Tag.MERGE.equals(tuple.getKeyNode().getTag());
    }
}
