package dev.runner.cluster.spec;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** From the text of a file to YAML's tree of nodes, which still knows every line; the first mistake ends it. */
final class YamlParser {
    private YamlParser() {}

    static MappingNode parse(String text, SpecProblemCollector problems) {
        Node root = compose(text, problems);
        if (root == null || Tag.NULL.equals(root.getTag())) {
            throw problems.fatal(1, 1, "the file is empty; a spec needs at least `members`; see docs/spec.md");
        }
        if (root instanceof MappingNode mapping) {
            YamlSize.check(root, problems);
            return mapping;
        }
        throw problems.fatal(
                root.getStartMark().getLine() + 1,
                root.getStartMark().getColumn() + 1,
                "a spec is made of keys with values, like `members:`, but this is " + YamlNodeDescriber.describe(root));
    }

    private static @Nullable Node compose(String text, SpecProblemCollector problems) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE); // what they can multiply to is limited instead
        StreamReader reader = new StreamReader(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        try {
            return new Composer(new ParserImpl(reader, options), new TextResolver(), options).getSingleNode();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw problems.fatal(mark.getLine() + 1, mark.getColumn() + 1, explain(e));
        } catch (ReaderException e) {
            int line = 1
                    + (int) text.codePoints()
                            .limit(e.getPosition())
                            .filter(c -> c == '\n')
                            .count();
            throw problems.fatal(line, 1, "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
        } catch (YAMLException e) {
            throw problems.fatal(0, 0, "this is not YAML that can be read: " + e.getMessage());
        }
    }

    private static String explain(MarkedYAMLException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t")) {
            return "a tab; YAML is indented by spaces only";
        }
        if (problem.contains("but found another document")) {
            return "a second document begins here (`---`); a spec file holds one cluster";
        }
        if (problem.contains("but got ?")) {
            return "this is not YAML: a ? within {..} or [..]; put the text in quotes";
        }
        String context = e.getContext() == null ? "" : " (" + e.getContext() + ")";
        return "this is not YAML: " + problem + context;
    }

    /** Every value is read as it was written: only "no value" and merges are told apart from other texts. */
    private static final class TextResolver extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, MERGE, "<", 10);
            addImplicitResolver(Tag.NULL, NULL, "~nN\0", 10);
            addImplicitResolver(Tag.NULL, EMPTY, null, 10);
        }
    }
}
