package dev.runner.junit;

import dev.runner.cluster.ClusterFailure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/** Runs code of a test, and interrupts it if the cluster fails. */
final class FailFastInvocation {
    private final ManagedTestCluster live;
    private final TestScope span;

    FailFastInvocation(ManagedTestCluster live, TestScope span) {
        this.live = live;
        this.span = span;
    }

    /** @throws ClusterFailedError if the cluster has failed meanwhile; an exception of the code is suppressed by it */
    <T extends @Nullable Object> T run(Invocation<T> invocation) throws Throwable {
        AwaitilityFailFast.arm();
        FailureInterrupter.Guard guard = live.watch().enter();
        T result;
        try {
            result = invocation.proceed();
        } catch (Throwable thrown) {
            throw live.watch().leave(guard) ? failed(thrown) : thrown;
        }
        if (live.watch().leave(guard)) {
            throw failed(null);
        }
        return result;
    }

    private ClusterFailedError failed(@Nullable Throwable thrown) {
        ClusterFailure fatal = Objects.requireNonNull(live.watch().failure());
        return ClusterFailureMessages.during(fatal, span, thrown);
    }
}
