package dev.runner.cluster.spec;

import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What a node is, in words for messages. */
final class YamlNodeDescriber {
    private YamlNodeDescriber() {}

    static String describe(Node node) {
        if (looksLikeTemplate(node)) {
            return "a template without quotes; write \"{{name}}\", as { begins a mapping in YAML";
        }
        if (node instanceof ScalarNode scalar) {
            return isNull(node) ? "no value" : "the text `" + shorten(scalar.getValue()) + "`";
        }
        return node instanceof SequenceNode ? "a list" : "a mapping (keys with values)";
    }

    static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    /** An unquoted {@code {{ip}}} is to YAML a mapping with a mapping as its only key. */
    static boolean looksLikeTemplate(Node node) {
        if (node instanceof MappingNode mapping && mapping.getFlowStyle() == DumperOptions.FlowStyle.FLOW) {
            List<NodeTuple> entries = mapping.getValue();
            return entries.size() == 1 && entries.get(0).getKeyNode() instanceof MappingNode;
        }
        return false;
    }

    private static String shorten(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
}
