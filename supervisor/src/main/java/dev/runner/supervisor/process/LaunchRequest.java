package dev.runner.supervisor.process;

import dev.runner.supervisor.MemberSpec;
import java.util.List;
import java.util.Map;

/**
 * One start of a member.
 *
 * @param command what is run: the member's own command, or something before it
 * @param environment what this command gets besides, and instead of, the member's
 * @param stdinOpen whether its standard input stays open
 * @param incarnation 1 for its first start
 * @param cookie passed to it as {@code MULTIHOST_COOKIE}, and inherited by all that it starts: how those are found
 */
public record LaunchRequest(
        MemberSpec spec,
        List<String> command,
        Map<String, String> environment,
        boolean stdinOpen,
        int incarnation,
        String cookie) {}
