package dev.runner.cluster.plan;

import dev.runner.cluster.spec.CdsRule;
import dev.runner.cluster.spec.CommandTemplate;
import dev.runner.cluster.spec.MemberKind;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecProblem;
import dev.runner.cluster.spec.StdinRule;
import dev.runner.cluster.template.MemberTemplateValues;
import dev.runner.cluster.template.TemplateText;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in the texts of one member. */
final class MemberPlanner {
    private final String kind;
    private final MemberKind member;
    private final SpecFile file;
    private final PlanInputs inputs;
    private final PlanResolvers tools;
    private final Map<String, String> inherited;
    private final Map<String, String> shared;
    private final SpecTextRenderer texts;
    private @Nullable UserAccount account;

    MemberPlanner(
            String kind,
            MemberKind member,
            SpecFile file,
            PlanInputs inputs,
            PlanResolvers tools,
            Map<String, String> inherited,
            Map<String, String> shared) {
        this.kind = kind;
        this.member = member;
        this.file = file;
        this.inputs = inputs;
        this.tools = tools;
        this.texts = new SpecTextRenderer(file, inputs, tools.programs(), "members." + kind + ".");
        this.inherited = inherited;
        this.shared = shared;
    }

    static String name(String kind, int ordinal) {
        return ordinal == LoopbackNetwork.COORDINATOR_ORDINAL ? kind : kind + "-" + ordinal;
    }

    List<SpecProblem> problems() {
        return texts.problems();
    }

    PlannedMember plan(int ordinal, MemberTemplateValues.Shared cluster, List<String> after) {
        String name = name(kind, ordinal);
        Path directory = inputs.membersDirectory().resolve(name);
        MemberTemplateValues here = new MemberTemplateValues(name, kind, ordinal, directory, cluster);
        String address = here.address();
        Map<String, Object> values = here.toMap();
        addClassPath(values);
        account = account(values);
        Map<String, String> added = environment(MemberEnvironment.own(name, ordinal, address), values);
        List<Endpoint> ports = new ArrayList<>();
        for (TemplateText port : member.ports()) {
            ports.add(new Endpoint(address, texts.port("ports", port, values)));
        }
        List<String> command = command("command", member.command(), values, added);
        return new PlannedMember(
                kind,
                name,
                ordinal,
                address,
                command,
                inherited,
                added,
                directory,
                List.copyOf(ports),
                new ProbePlanner(this, "ready", address, ports, values, added).plan(member.ready()),
                member.formed() == null
                        ? null
                        : new ProbePlanner(this, "formed", address, ports, values, added).plan(member.formed()),
                member.stop(),
                member.restart(),
                after,
                start(values, added, command));
    }

    private PlannedStart start(Map<String, Object> values, Map<String, String> added, List<String> command) {
        List<List<String>> init = new ArrayList<>();
        for (CommandTemplate line : member.init()) {
            init.add(command("init", line, values, added));
        }
        return new PlannedStart(
                new FilePlanner(texts, file.directory(), values).plan(member.files()),
                List.copyOf(init),
                member.first() == null ? null : command("first", member.first(), values, added),
                account,
                member.stdin() == StdinRule.OPEN,
                member.cds() == CdsRule.NEVER ? null : archive(command));
    }

    /** That the command can have one at all is a matter of the spec; whether this machine can is not. */
    private @Nullable PlannedArchive archive(List<String> command) {
        TemplateText program = member.command().words().get(0);
        if (!Path.of(command.get(0)).endsWith("java")) {
            texts.problem(
                    program,
                    "`" + texts.setting("cds") + "` needs a command that starts java itself, and not "
                            + command.get(0));
            return null;
        }
        try {
            return new PlannedArchive(tools.archives().of(command), "");
        } catch (IllegalArgumentException e) {
            texts.problem(program, "`" + texts.setting("cds") + "`: the command " + e.getMessage());
            return null;
        } catch (IOException e) {
            return new PlannedArchive(null, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> environment(Map<String, String> own, Map<String, Object> values) {
        Map<String, String> added = new LinkedHashMap<>(shared);
        added.putAll(own);
        if (account != null) {
            added.put("HOME", account.home());
            added.put("USER", account.name());
            added.put("LOGNAME", account.name());
        }
        member.env().forEach((key, text) -> added.put(key, texts.render("env." + key, text, values)));
        return added;
    }

    private void addClassPath(Map<String, Object> values) {
        List<Path> files = new ArrayList<>();
        for (TemplateText entry : member.classpath()) {
            String rendered = texts.render("classpath", entry, values);
            try {
                files.addAll(tools.classPath().find(rendered));
            } catch (IllegalArgumentException e) {
                texts.problem(entry, "`" + texts.setting("classpath") + "` " + e.getMessage());
            }
        }
        if (!member.classpath().isEmpty()) {
            values.put("classpath", ClassPathResolver.join(files));
        }
    }

    private @Nullable UserAccount account(Map<String, Object> values) {
        TemplateText user = member.user();
        if (user == null) {
            return null;
        }
        try {
            return tools.accounts().find(texts.render("user", user, values)).orElse(null);
        } catch (IllegalArgumentException e) {
            texts.problem(user, "`" + texts.setting("user") + "`: " + e.getMessage());
            return null;
        }
    }

    List<String> command(String key, CommandTemplate line, Map<String, Object> values, Map<String, String> added) {
        String path = added.getOrDefault("PATH", inherited.getOrDefault("PATH", SpecTextRenderer.USUAL_PATH));
        List<String> words = List.copyOf(texts.command(key, line, values, path));
        return account == null ? words : account.running(words);
    }

    SpecTextRenderer texts() {
        return texts;
    }
}
