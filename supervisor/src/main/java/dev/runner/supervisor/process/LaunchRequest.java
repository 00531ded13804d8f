package dev.runner.supervisor.process;

import dev.runner.supervisor.MemberSpec;

/**
 * One start of a member.
 *
 * @param incarnation 1 for its first start
 * @param cookie passed to it as {@code MULTIHOST_COOKIE}, and inherited by all that it starts: how those are found
 */
public record LaunchRequest(MemberSpec spec, int incarnation, String cookie) {}
