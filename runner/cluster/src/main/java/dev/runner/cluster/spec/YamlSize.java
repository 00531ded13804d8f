package dev.runner.cluster.spec;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * How much a file is when each alias is written out. Any number of aliases is fine, but not aliases of aliases of
 * aliases that grow to billions.
 */
final class YamlSize {
    private static final long MOST = 1_000_000;

    private final SpecProblemCollector problems;
    /** Zero while it is being counted, so that what contains itself ends; the binder refuses that. */
    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();

    private YamlSize(SpecProblemCollector problems) {
        this.problems = problems;
    }

    static void check(Node root, SpecProblemCollector problems) {
        long unused = new YamlSize(problems).of(root);
    }

    private long of(Node node) {
        Long known = sizes.get(node);
        if (known != null) {
            return known;
        }
        sizes.put(node, 0L);
        long size = 1;
        for (Node child : children(node)) {
            size += of(child);
            if (size > MOST) {
                throw fatal(node, "its aliases (*) multiply to more than a million values");
            }
        }
        sizes.put(node, size);
        return size;
    }

    private static List<Node> children(Node node) {
        List<Node> children = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                children.add(tuple.getKeyNode());
                children.add(tuple.getValueNode());
            }
        } else if (node instanceof SequenceNode sequence) {
            children.addAll(sequence.getValue());
        }
        return children;
    }

    private SpecException fatal(Node node, String what) {
        return problems.fatal(
                node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, what);
    }
}
