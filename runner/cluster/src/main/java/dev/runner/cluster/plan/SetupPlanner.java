package dev.runner.cluster.plan;

import dev.runner.cluster.spec.CommandTemplate;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecProblem;
import dev.runner.cluster.template.MemberTemplateValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in the commands of {@code setup}. */
final class SetupPlanner {
    private final SpecFile file;
    private final PlanInputs inputs;
    private final PlanResolvers tools;
    private final List<SpecProblem> problems;

    /** @param problems is added to */
    SetupPlanner(SpecFile file, PlanInputs inputs, PlanResolvers tools, List<SpecProblem> problems) {
        this.file = file;
        this.inputs = inputs;
        this.tools = tools;
        this.problems = problems;
    }

    /** Null where the spec has none. */
    @Nullable PlannedSetup plan(
            MemberTemplateValues.Shared cluster, Map<String, String> inherited, Map<String, String> sharedByAll) {
        if (file.spec().setup().isEmpty()) {
            return null;
        }
        Path directory = inputs.membersDirectory().resolveSibling("setup");
        Map<String, Object> values = cluster.toMap();
        values.put("dir", directory.toString());
        SpecTextRenderer texts = new SpecTextRenderer(file, inputs, tools.programs(), "");
        List<List<String>> commands = new ArrayList<>();
        for (CommandTemplate line : file.spec().setup()) {
            commands.add(List.copyOf(texts.command("setup", line, values, inherited)));
        }
        problems.addAll(texts.problems());
        return new PlannedSetup(List.copyOf(commands), inherited, sharedByAll, directory);
    }
}
