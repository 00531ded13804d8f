package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.MemberSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A member: what was planned for it, and what it is doing.
 *
 * @param formed whether it sees the whole cluster; null where it has no probe for that
 * @param pending what is waited for until it is ready, or has formed; null where nothing is
 */
public record MemberStatus(
        PlannedMember planned,
        MemberSnapshot now,
        @Nullable Boolean formed,
        @Nullable PendingReason pending) {}
