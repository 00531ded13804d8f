package dev.runner.cluster.plan;

import dev.runner.cluster.readiness.ReadinessRule;
import dev.runner.cluster.spec.CommandLine;
import dev.runner.cluster.spec.MemberKind;
import dev.runner.cluster.spec.PortText;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecProblem;
import dev.runner.cluster.template.MemberValues;
import dev.runner.cluster.template.TemplateException;
import dev.runner.cluster.template.TemplateText;
import dev.runner.cluster.template.Templates;
import dev.runner.loopback.Endpoint;
import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills in the texts of one member. */
final class MemberPlanner {
    private static final String SHELL = "/bin/sh";

    private final String kind;
    private final MemberKind member;
    private final SpecFile file;
    private final PlanInputs inputs;
    private final ProgramCheck programs;
    private final Map<String, String> inherited;
    private final Map<String, String> shared;
    private final List<SpecProblem> problems = new ArrayList<>();

    MemberPlanner(
            String kind,
            MemberKind member,
            SpecFile file,
            PlanInputs inputs,
            ProgramCheck programs,
            Map<String, String> inherited,
            Map<String, String> shared) {
        this.kind = kind;
        this.member = member;
        this.file = file;
        this.inputs = inputs;
        this.programs = programs;
        this.inherited = inherited;
        this.shared = shared;
    }

    static String name(String kind, int ordinal) {
        return ordinal == LoopbackNetwork.COORDINATOR_ORDINAL ? kind : kind + "-" + ordinal;
    }

    List<SpecProblem> problems() {
        return problems;
    }

    PlannedMember plan(int ordinal, MemberValues.Shared cluster, List<String> after) {
        String name = name(kind, ordinal);
        Path directory = inputs.membersDirectory().resolve(name);
        MemberValues here = new MemberValues(name, kind, ordinal, directory, cluster);
        String address = here.address();
        Map<String, Object> values = here.toMap();
        Map<String, String> added = new LinkedHashMap<>(shared);
        added.putAll(MemberEnvironment.own(name, ordinal, address));
        member.env().forEach((key, text) -> added.put(key, render("env." + key, text, values)));
        List<Endpoint> ports = new ArrayList<>();
        for (TemplateText port : member.ports()) {
            ports.add(new Endpoint(address, port("ports", port, values)));
        }
        List<String> command = command("command", member.command(), values, added);
        ReadinessRule ready = new ProbePlanner(this, address, ports, values, added).plan(member.ready());
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
                ready,
                member.stop(),
                member.restart(),
                after);
    }

    List<String> command(String key, CommandLine line, Map<String, Object> values, Map<String, String> added) {
        List<String> words = new ArrayList<>();
        for (TemplateText word : line.words()) {
            words.add(render(key, word, values));
        }
        checkMembersJar(key, line.words().get(0), words);
        if (line.shell()) {
            return List.of(SHELL, "-c", words.get(0));
        }
        TemplateText program = line.words().get(0);
        String path = added.getOrDefault("PATH", inherited.getOrDefault("PATH", "/usr/bin:/bin"));
        try {
            words.set(0, programs.resolve(setting(key), words.get(0), path).toString());
        } catch (IllegalArgumentException e) {
            problem(program, String.valueOf(e.getMessage()));
        }
        return List.copyOf(words);
    }

    String render(String key, TemplateText text, Map<String, Object> values) {
        try {
            String rendered = Templates.render(text, values);
            if (rendered.indexOf('\0') >= 0) {
                problem(text, "`" + setting(key) + "`: a NUL character cannot be passed to a program");
            }
            return rendered;
        } catch (TemplateException e) {
            problems.add(new SpecProblem(file(e.file()), e.line(), 0, "`" + setting(key) + "`: " + e.detail()));
            return "";
        }
    }

    /** A port; 1 after a mistake, which ends the plan anyway. */
    int port(String key, TemplateText text, Map<String, Object> values) {
        int before = problems.size();
        String port = render(key, text, values);
        try {
            return PortText.parse(port);
        } catch (IllegalArgumentException e) {
            if (problems.size() == before) {
                problem(text, "`" + setting(key) + "`: " + e.getMessage());
            }
            return 1;
        }
    }

    void problem(TemplateText place, String message) {
        problems.add(new SpecProblem(file(place.file()), place.line(), 0, message));
    }

    String setting(String key) {
        return "members." + kind + "." + key;
    }

    private String file(String named) {
        return named.isEmpty() ? file.label() : named;
    }

    /** F14: the jar with our own coordinator and worker is a program that can be missing, too. */
    private void checkMembersJar(String key, TemplateText place, List<String> words) {
        if (words.contains(inputs.membersJar().toString()) && !Files.isRegularFile(inputs.membersJar())) {
            problem(
                    place,
                    "`" + setting(key) + "` names {{members}}, but " + inputs.membersJar()
                            + " does not exist; build the project, or install the release archive again");
        }
    }
}
