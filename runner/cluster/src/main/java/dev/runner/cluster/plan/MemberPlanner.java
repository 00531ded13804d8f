package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.JavaArgumentFiles;
import dev.runner.cluster.spec.BeginRule;
import dev.runner.cluster.spec.CdsRule;
import dev.runner.cluster.spec.CommandTemplate;
import dev.runner.cluster.spec.HttpProbeSpec;
import dev.runner.cluster.spec.LeaveRule;
import dev.runner.cluster.spec.MemberKind;
import dev.runner.cluster.spec.PortProtocol;
import dev.runner.cluster.spec.PortRule;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecProblem;
import dev.runner.cluster.spec.StdinRule;
import dev.runner.cluster.template.MemberTemplateValues;
import dev.runner.cluster.template.TemplateText;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackNetwork;
import dev.runner.util.FileFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * The port that the member is known by on the coordinator's address: that of its HTTP probe or its first TCP port;
     * 0 where it names none. What is wrong with it is told by the plan of the member.
     */
    int coordinatorPort(MemberTemplateValues.Shared cluster) {
        Path directory = inputs.membersDirectory().resolve(kind);
        Map<String, Object> values =
                new MemberTemplateValues(kind, kind, LoopbackNetwork.COORDINATOR_ORDINAL, directory, cluster).toMap();
        HttpProbeSpec http = member.ready().http();
        Optional<TemplateText> port = member.ports().stream()
                .filter(each -> !each.protocol().isUdp())
                .min(Comparator.comparing(each -> each.protocol() == PortProtocol.TCP))
                .map(PortRule::port);
        TemplateText named = http != null ? http.port() : port.orElse(null);
        return named == null ? 0 : texts.port("ports", named, values);
    }

    List<SpecProblem> problems() {
        return texts.problems();
    }

    PlannedMember plan(int ordinal, MemberTemplateValues.Shared cluster, List<String> after, List<String> outlivedBy) {
        String name = name(kind, ordinal);
        Path directory = inputs.membersDirectory().resolve(name);
        MemberTemplateValues here = new MemberTemplateValues(name, kind, ordinal, directory, cluster);
        String address = here.address();
        Map<String, Object> values = here.toMap();
        Path temporary = tools.temporary().of(name);
        values.put("tmp", temporary.toString());
        addClassPath(values);
        account = account(values);
        Map<String, String> own = MemberEnvironment.own(name, ordinal, address);
        own.put("TMPDIR", temporary.toString());
        Map<String, String> added = environment(own, values);
        List<PlannedPort> ports = new ArrayList<>();
        for (PortRule port : member.ports()) {
            Endpoint endpoint = new Endpoint(address, texts.port("ports", port.port(), values));
            ports.add(new PlannedPort(endpoint, port.protocol()));
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
                order(after, outlivedBy, values, added),
                start(values, added, command, directory));
    }

    private PlannedOrder order(
            List<String> after, List<String> outlivedBy, Map<String, Object> values, Map<String, String> added) {
        BeginRule begin = member.begin();
        LeaveRule leave = member.leave();
        boolean lastStopped = begin != null && begin.isLastStopped();
        return new PlannedOrder(
                after,
                outlivedBy,
                begin == null || lastStopped
                        ? null
                        : hook("begin.command", begin.command(), begin.timeout(), values, added),
                lastStopped,
                leave == null ? null : hook("leave.command", leave.command(), leave.timeout(), values, added),
                leave == null ? null : hook("leave.others", leave.others(), leave.timeout(), values, added));
    }

    private @Nullable PlannedHook hook(
            String key,
            @Nullable CommandTemplate line,
            Duration timeout,
            Map<String, Object> values,
            Map<String, String> added) {
        return line == null ? null : new PlannedHook(command(key, line, values, added), timeout);
    }

    private PlannedStart start(
            Map<String, Object> values, Map<String, String> added, List<String> command, Path directory) {
        List<PlannedFile> files = new FilePlanner(texts, file.directory(), values).plan(member.files());
        List<List<String>> init = new ArrayList<>();
        for (CommandTemplate line : member.init()) {
            init.add(command("init", line, values, added));
        }
        return new PlannedStart(
                files,
                List.copyOf(init),
                member.first() == null ? null : command("first", member.first(), values, added),
                account,
                member.stdin() == StdinRule.OPEN,
                Path.of(String.valueOf(values.get("tmp"))),
                member.cds() == CdsRule.NEVER ? null : archive(command, new ArgumentFileReader(directory, files)));
    }

    /** That the command can have one at all is a matter of the spec; whether this machine can is not. */
    private @Nullable PlannedArchive archive(List<String> command, JavaArgumentFiles.Source argumentFiles) {
        TemplateText program = member.command().words().get(0);
        if (!Path.of(command.get(0)).endsWith("java")) {
            texts.problem(
                    program,
                    "`" + texts.setting("cds") + "` needs a command that starts java itself, and not "
                            + command.get(0));
            return null;
        }
        try {
            return new PlannedArchive(tools.archives().of(command, argumentFiles), "");
        } catch (IllegalArgumentException e) {
            texts.problem(program, "`" + texts.setting("cds") + "`: the command " + e.getMessage());
            return null;
        } catch (IOException e) {
            return new PlannedArchive(null, FileFailure.describe(e));
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

    private List<String> command(
            String key, CommandTemplate line, Map<String, Object> values, Map<String, String> added) {
        return asItsUser(words(key, line, values, added));
    }

    /** The command, not yet as the member's user. */
    List<String> words(String key, CommandTemplate line, Map<String, Object> values, Map<String, String> added) {
        Map<String, String> environment = new HashMap<>(inherited);
        environment.putAll(added);
        return List.copyOf(texts.command(key, line, values, environment));
    }

    List<String> asItsUser(List<String> words) {
        return account == null ? words : account.running(words);
    }

    SpecTextRenderer texts() {
        return texts;
    }
}
