package dev.runner.cluster.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mistake is one line: file, line, what is wrong, and what was meant. */
@Tag("R6")
class SpecMistakesTest {
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "members:\n  zk:\n    comand: [a]\n    command: [a]",
                        "3: unknown key `comand` in member `zk`; did you mean `command`?"),
                mistake("member: {}\nmembers: {a: {command: b}}", "1: unknown key `member`; did you mean `members`?"),
                mistake(
                        "zzz: 1\nmembers: {a: {command: b}}",
                        "1: unknown key `zzz`; known are name, hosts, network, apiKey, members"),
                mistake(
                        "members:\n  a:\n    command: b\n    stop:\n      Grace: 1s",
                        "5: unknown key `Grace` in `members.a.stop`; did you mean `grace`?"),
                mistake(
                        "members:\n  a:\n    command: b\n    restart: {max_delay: 1s}",
                        "4: unknown key `max_delay` in `members.a.restart`; did you mean `maxDelay`?"),
                mistake(
                        "members:\n  zk:\n    env: {A: b}",
                        "2: member `zk` has no `command`; say what to start, like command: [java, -version]"),
                mistake("members:\n  zk:", "2: `members.zk`: must be keys with values, but is no value"),
                mistake(
                        "members:\n  zk:\n    command:",
                        "3: `members.zk.command`: must be a list or a text, but is no value"),
                mistake(
                        "members:\n  zk:\n    command: []",
                        "3: `members.zk.command`: names no program; say what to start, like [java, -version]"),
                mistake(
                        "members:\n  zk:\n    command: {a: b}",
                        "3: `members.zk.command`: must be a list or a text, but is a mapping (keys with values)"),
                mistake(
                        "members:\n  zk:\n    command: [java, {{dir}}]",
                        "3: `members.zk.command[1]`: must be keys with values or a text, but is a template without quotes; write"
                                + " \"{{name}}\", as { begins a mapping in YAML"),
                mistake(
                        "members:\n  zk:\n    command: [java, [x]]",
                        "3: `members.zk.command[1]`: must be keys with values or a text, but is a list"),
                mistake(
                        "members:\n  a:\n    command: b\n    command: c",
                        "4: the key `command` was already written in line 3"),
                mistake(
                        "hosts: three\nmembers: {a: {command: b}}",
                        "1: `hosts`: must be a whole number, but is the text `three`"),
                mistake(
                        "hosts: 255\nmembers: {a: {command: b}}",
                        "1: `hosts`: a cluster cannot have 255 hosts: choose 1 to 254"),
                member("begin: last", "4: `members.a.begin`: `last` does not say who begins; write last-stopped"),
                member(
                        "begin: last-stopped",
                        "4: `members.a.begin`: has no effect without `first` or `start: one-by-one`; write one of them"),
                member("first: c\n    begin: {}", "5: `members.a.begin` has no `command`; say what to start"),
                member(
                        "leave: {timeout: 1s}",
                        "4: `members.a.leave`: runs nothing; write `command`, `others`, or both"),
                member("leave: {command: c, timeout: 0s}", "4: `members.a.leave.timeout`: must be longer than 0"),
                member(
                        "stop: {order: backwards}",
                        "4: `members.a.stop.order`: `backwards` is not an order of stopping; write as-started,"),
                mistake(
                        "network: 256\nmembers: {a: {command: b}}",
                        "1: `network`: network 256 does not exist: choose one from 1 to 255"),
                mistake(
                        "network: 127.150\nmembers: {a: {command: b}}",
                        "1: `network`: must be a whole number, but is the text `127.150`"),
                mistake("hosts: [1]\nmembers: {a: {command: b}}", "1: `hosts`: must be a whole number, but is a list"),
                mistake(
                        "apiKey: yes\nmembers: {a: {command: b}}",
                        "1: `apiKey`: must be true or false, but is the text `yes`"),
                mistake(
                        "name: a b\nmembers: {a: {command: b}}",
                        "1: `name`: `a b` is not a valid name; use letters, digits, - and _"),
                mistake("name:\nmembers: {a: {command: b}}", "1: `name`: must be a text, but is no value"),
                member(
                        "env: {A: b}\n    environment: {B: c}",
                        "5: `env` and `environment` are two names of one key; keep one of them"),
                member("files: {x: {txt: a}}", "4: unknown key `txt` in `members.a.files.x`; did you mean `text`?"),
                member(
                        "files: {../x: a}",
                        "4: `members.a.files.../x`: `../x` leads out of the member's directory; write a path within"
                                + " it, like conf/server.properties"),
                member(
                        "files: {/etc/x: a}",
                        "4: `members.a.files./etc/x`: `/etc/x` leads out of the member's directory; write a path"
                                + " within it, like conf/server.properties"),
                member(
                        "files: {x/: a}",
                        "4: `members.a.files.x/`: `x/` is not a file name; write one like conf/server.properties"),
                member("files: {x: a, ./x: b}", "4: `members.a.files../x`: `./x` is the same file as `x`"),
                member(
                        "files: {x: a, x/y: b}",
                        "4: `members.a.files.x/y`: `x` is a file already, so it cannot hold `x/y`"),
                member(
                        "files: {'{{name}}': a}",
                        "4: `members.a.files.{{name}}`: `{{name}}` is a template, which a file name cannot be; the"
                                + " file is in the member's own directory anyway"),
                member(
                        "files: {.multihost-init: a}",
                        "4: `members.a.files..multihost-init`: `.multihost-init` begins with .multihost-, which the"
                                + " runner keeps for itself"),
                member(
                        "files: {x: {text: a, from: b}}",
                        "4: `members.a.files.x`: needs either `text` or `from`, like {text: \"...\", mode: \"0600\"}"),
                member(
                        "files: {x: {mode: 0600}}",
                        "4: `members.a.files.x`: needs either `text` or `from`, like {text: \"...\", mode: \"0600\"}"),
                member(
                        "files: {x: {text: a, template: true}}",
                        "4: `members.a.files.x.template`: goes with `from`; in a `text` templates are always filled"
                                + " in"),
                member(
                        "files: {x: {text: a, mode: rw}}",
                        "4: `members.a.files.x.mode`: `rw` is not a file mode; write \"0600\" or \"0644\""),
                member(
                        "init: [mkdir, data]",
                        "4: `members.a.init`: is a list of commands, so one command is a list in it: [[mkdir, data]]"),
                member(
                        "init: [[]]",
                        "4: `members.a.init[0]`: names no program; say what to start, like [java, -version]"),
                member(
                        "init: mkdir data",
                        "4: `members.a.init`: must be a list, like [a, b], but is the text `mkdir data`"),
                member(
                        "start: slowly",
                        "4: `members.a.start`: `slowly` is not a way to start; write together or one-by-one"),
                member("cds: always", "4: `members.a.cds`: `always` is neither auto nor never; write one of them"),
                member(
                        "cds: auto",
                        "4: `members.a.cds`: needs a command that starts java itself: [\"{{java}}\", -cp, ..]; a"
                                + " script could start anything"),
                member("stdin: true", "4: `members.a.stdin`: `true` is neither open nor closed; write one of them"),
                member(
                        "formed: {interval: 1s}",
                        "4: `members.a.formed`: has no probe; choose one of tcp, udp, http, log and command"),
                member(
                        "formed: {notice: true}",
                        "4: `members.a.formed.notice`: is for `ready` only; choose one of tcp, udp, http, log and"
                                + " command"),
                member(
                        "formed: {log: '('}",
                        "4: `members.a.formed.log`: `(` is an invalid regular expression: Unclosed group"),
                member(
                        "ready: {http: {port: 80, auth: {user: x}}}",
                        "4: `members.a.ready.http.auth` has no `password`; it is required"),
                mistake(
                        "setup: [redis-cli, --cluster]\nmembers: {a: {command: b}}",
                        "1: `setup`: is a list of commands, so one command is a list in it: [[mkdir, data]]"),
                mistake(
                        "members: {setup: {command: b, on: coordinator}}",
                        "1: `members.setup`: is the name under which the commands of `setup` run; choose another name"),
                member("stop: {grace: 10}", "4: `members.a.stop.grace`: `10` has no unit; write 250ms, 10s or 2m"),
                member("stop: {grace: 1 s}", "4: `members.a.stop.grace`: `1 s` is not a duration; write"),
                member(
                        "stop: {signal: STOP}",
                        "4: `members.a.stop.signal`: `STOP` is not a signal that ends a program; write TERM"),
                member("stop: 10s", "4: `members.a.stop`: must be keys with values, but is the text `10s`"),
                member(
                        "ports: [80, 70000]",
                        "4: `members.a.ports[1]`: `70000` is not a port; ports go from 1 to 65535"),
                member("ports: [http]", "4: `members.a.ports[0]`: `http` is not a port"),
                member("ports: 80", "4: `members.a.ports`: must be a list, like [a, b], but is the text `80`"),
                member("ports: [80, 80]", "4: `members.a.ports[1]`: 80 is named twice"),
                member(
                        "on: everywhere",
                        "4: `members.a.on`: `everywhere` is not a placement; write hosts, coordinator, or a list of"
                                + " ordinals like [0, 2]"),
                member("on: [0, 254]", "4: `members.a.on`: host 254 does not exist: ordinals go from 0 to 253"),
                member("on: [1, 1]", "4: `members.a.on`: names a host twice: [1, 1]"),
                member("on: []", "4: `members.a.on`: the list is empty"),
                member("ready: {tcp: 0}", "4: `members.a.ready.tcp`: `0` is not a port"),
                member(
                        "ready: {tcp: {prot: 80}}",
                        "4: unknown key `prot` in `members.a.ready.tcp`; did you mean `port`?"),
                mistake(
                        "members:\n  a:\n    command: [x, {each: all, args: [y]}]",
                        "3: `members.a.command[1].each`: `all` is neither hosts nor others; write one of them"),
                mistake(
                        "members:\n  a:\n    command: [x, {each: hosts}]",
                        "3: `members.a.command[1]`: has no arguments; write some, like {each: others, args: [\"-join={{ip}}\"]}"),
                mistake(
                        "members:\n  a:\n    command: [x, {each: hosts, args: [y], first: 0}]",
                        "3: `members.a.command[1]`: is for the first 0 hosts; write a number from 1 on"),
                mistake(
                        "members:\n  a:\n    command: [{each: hosts, args: [y]}]",
                        "3: `members.a.command`: names no program; say what to start, like [java, -version]"),
                member("ports: [7946/sctp]", "4: `members.a.ports[0]`: `7946/sctp` is not a port; ports go from 1 to"),
                member(
                        "ports: [{udp: 1, tcp: 2}]",
                        "4: `members.a.ports[0]`: names several ports; write one, like {udp: 7946}"),
                member(
                        "ports: [{sctp: 1}]",
                        "4: unknown key `sctp` in `members.a.ports[0]`; known are tcp, udp, http, https"),
                member("ports: [{}]", "4: `members.a.ports[0]`: names no port; write one, like {udp: 7946}"),
                member("ports: [5/udp, {udp: 5}]", "4: `members.a.ports[1]`: 5 is named twice"),
                member("ready: {udp: x}", "4: `members.a.ready.udp`: `x` is not a port; ports go from 1 to"),
                member("ready: {tcp: 80, attempt: 0s}", "4: `members.a.ready.attempt`: must be longer than 0"),
                member(
                        "ready: {log: x, attempt: 1s}",
                        "4: `members.a.ready.attempt`: is for probes that are asked; log and notice have no attempts"),
                member("ready: {tcp: 80, log: x}", "4: `members.a.ready`: has more than one probe; choose one of"),
                member(
                        "ready: {http: {port: 80, path: health}}",
                        "4: `members.a.ready.http.path`: `health` is not a path; it begins with /"),
                member(
                        "ready: {http: {port: 80, status: 99}}",
                        "4: `members.a.ready.http.status`: `99` is not an HTTP status; write 200 or 200..299"),
                member(
                        "ready: {http: 80}",
                        "4: `members.a.ready.http`: must be keys with values, but is the text `80`"),
                member(
                        "ready: {log: 'a('}",
                        "4: `members.a.ready.log`: `a(` is an invalid regular expression: Unclosed group"),
                member("ready: {notice: false}", "4: `members.a.ready.notice`: can only be true"),
                member("ready: {interval: 0s}", "4: `members.a.ready.interval`: must be longer than 0"),
                member("restart: {on: [256]}", "4: `members.a.restart.on[0]`: 256 is not an exit code"),
                member(
                        "restart: {delay: 6s}",
                        "4: `members.a.restart.delay`: the longest delay (maxDelay, 5s) is shorter than the first"
                                + " (delay, 6s)"),
                member("restart: {limit: -1}", "4: `members.a.restart.limit`: must not be negative"),
                member(
                        "env: {'A=B': c}",
                        "4: `members.a.env.A=B`: `A=B` is not a valid name of an environment variable"),
                member(
                        "env: {MULTIHOST_IP: c}",
                        "4: `members.a.env.MULTIHOST_IP`: names that begin with MULTIHOST_ are"),
                member("env: {A: '{{#hosts}}'}", "4: the template is wrong: "),
                member("after: [b]", "4: `members.a.after[0]`: there is no member `b`; did you mean `a`?"),
                member("after: [a]", "4: `members.a.after[0]`: a cycle: a waits for a"),
                mistake(
                        "members:\n"
                                + "  a: {command: x, after: [b]}\n"
                                + "  b: {command: x, after: [c]}\n"
                                + "  c: {command: x, after: [b]}",
                        "4: `members.c.after[0]`: a cycle: b waits for c waits for b"),
                mistake(
                        "members:\n  zk: {command: x}\n  zk-1: {command: x, on: coordinator}",
                        "3: `members.zk-1`: has the name of a member of kind `zk`"),
                mistake(
                        "members:\n  zk: {command: x}\n  ZK: {command: x}",
                        "3: `members.ZK`: differs from member `zk` only in case"),
                mistake("members:\n  z/k: {command: x}", "2: `members.z/k`: `z/k` is not a valid name"),
                mistake("members: {}", "1: `members`: there are no members"),
                mistake("name: x", "1: the spec has no `members`; say what runs"),
                mistake("", "1: the file is empty"),
                mistake("# nothing\n", "1: the file is empty"),
                mistake("- a\n- b", "1: a spec is made of keys with values, like `members:`, but this is a list"),
                mistake("members:\n\ta: {command: x}", "2: a tab; YAML is indented by spaces only"),
                mistake("members: {a: {command: x}}\n---\nb: c", "2: a second document begins here"),
                mistake(
                        "members: {a: {command: x?y}}",
                        "1: this is not YAML: a ? within {..} or [..]; put the text in quotes"),
                mistake("members: {a: {command: 'x}}", "1: this is not YAML: "),
                mistake("members: *other", "1: this is not YAML: found undefined alias other"),
                mistake("members: {a: {command: \"x\u0007\"}}", "1: the character U+0007 is not allowed"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void isReportedWithItsLine(String yaml, String expected) {
        assertThat(messages(yaml)).matches("c\\.yaml:\\d+:\\d+: .*");
        assertThat(withoutColumns(messages(yaml))).startsWith("c.yaml:" + expected);
    }

    @Test
    void areAllReportedInTheOrderOfTheFile() {
        String yaml = """
                hosts: many
                members:
                  zk:
                    comand: [a]
                    ports: [1, [2]]
                  kafka:
                    command: b
                    after: [zoo]
                    stop: {grace: soon}
                    env:
                      A: |
                        fine
                        {{#hosts}}
                """;
        assertThat(messages(yaml)).contains("c.yaml:4:5: unknown key", "c.yaml:9:19: `members.kafka.stop.grace`");
        assertThat(withoutColumns(messages(yaml)).lines().map(line -> line.replaceFirst(";.*", "")))
                .containsExactly(
                        "c.yaml:1: `hosts`: must be a whole number, but is the text `many`",
                        "c.yaml:4: unknown key `comand` in member `zk`",
                        "c.yaml:5: `members.zk.ports[1]`: must be keys with values or a text, but is a list",
                        "c.yaml:8: `members.kafka.after[0]`: there is no member `zoo`",
                        "c.yaml:9: `members.kafka.stop.grace`: `soon` is not a duration",
                        "c.yaml:13: the template is wrong: Section missing close tag 'hosts'");
    }

    private static String withoutColumns(String messages) {
        return messages.replaceAll("(?m)^(c\\.yaml:\\d+):\\d+: ", "$1: ");
    }

    @Test
    void doNotMultiplyByAliases() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(messages(bomb.toString())).contains("aliases");
        assertThat(messages("members: &m\n  <<: *m\n  a: {command: x}")).contains("merges (<<) within merges");
        assertThat(messages("members: {a: &a {command: *a}}")).contains("must be a list or a text");
    }

    @Test
    void namesAFileThatCannotBeRead(@TempDir Path directory) throws IOException {
        assertThat(failure(directory.resolve("no.yaml")))
                .endsWith("no.yaml does not exist; name a spec file; docs/spec.md says how to write one, and `runner"
                        + " init` writes some");
        assertThat(failure(directory)).endsWith(" is a directory; name the spec file in it");
        assertThat(failure(Files.write(directory.resolve("l.yaml"), new byte[] {'a', '\n', (byte) 0xE4, '\n'})))
                .endsWith("l.yaml:2:1: the file is not UTF-8; save it as UTF-8");
        assertThat(failure(Files.write(directory.resolve("big.yaml"), new byte[2 << 20])))
                .endsWith("big.yaml is larger than 1 MiB; that is not a spec");
    }

    private static String failure(Path file) {
        return String.valueOf(catchThrowableOfType(SpecException.class, () -> SpecLoader.load(file))
                .getMessage());
    }

    private static Arguments mistake(String yaml, String expected) {
        return Arguments.of(yaml, expected);
    }

    /** A mistake in a line of a member that is right otherwise. */
    private static Arguments member(String line, String expected) {
        return mistake("members:\n  a:\n    command: b\n    " + line, expected);
    }

    private static String messages(String yaml) {
        SpecException mistakes =
                catchThrowableOfType(SpecException.class, () -> SpecLoader.parse(yaml, "c.yaml", Path.of("/"), "c"));
        assertThat(mistakes).as("a mistake in\n" + yaml).isNotNull();
        return String.valueOf(mistakes.getMessage());
    }
}
