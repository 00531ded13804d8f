package dev.runner.supervisor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member at one moment: state and cause travel together.
 *
 * @param incarnation how often it has been started; 0 before the first start
 * @param pid of the process that leads it, 0 while none runs
 * @param restarts how often it was started again after it had run
 * @param startedAt when the current or last run began; null before the first
 * @param readyAt when the current run was seen to be ready; null while it is not
 * @param lastExit how the last run ended; null while none has
 * @param failure why it failed; null unless it did
 * @param action what someone asked for that led to this state; null where nobody did
 * @param operatorActions what was done to its current start
 */
public record MemberSnapshot(
        MemberId id,
        LifecycleState state,
        int incarnation,
        long pid,
        int restarts,
        @Nullable Instant startedAt,
        @Nullable Instant readyAt,
        @Nullable ExitRecord lastExit,
        Cause.@Nullable Failure failure,
        @Nullable Action action,
        OperatorInterventions operatorActions) {}
