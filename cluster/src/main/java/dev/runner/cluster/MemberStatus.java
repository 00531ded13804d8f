package dev.runner.cluster;

import dev.runner.cluster.plan.PlannedMember;
import dev.runner.supervisor.MemberSnapshot;

/** A member: what was planned for it, and what it is doing. */
public record MemberStatus(PlannedMember planned, MemberSnapshot now) {}
