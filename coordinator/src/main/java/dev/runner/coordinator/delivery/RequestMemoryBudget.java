package dev.runner.coordinator.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all requests that are under way may occupy together, because they wait here for workers, and the heap is small.
 */
public final class RequestMemoryBudget {

    /** Of the heap; the rest is for what is made of the requests, for answers, and for everything else. */
    private static final int HEAP_SHARE = 4;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    public RequestMemoryBudget(long mostBytes) {
        this.most = mostBytes;
    }

    /** A quarter of the heap. */
    public static RequestMemoryBudget ofThisProcess() {
        return new RequestMemoryBudget(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** A part that is taken, until it is given back; to do that twice does no harm. */
    public final class Lease {

        private final long bytes;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Lease(long bytes) {
            this.bytes = bytes;
        }

        public void giveBack() {
            if (returned.compareAndSet(false, true)) {
                taken.addAndGet(-bytes);
            }
        }
    }

    /**
     * Takes room for a request.
     *
     * @throws dev.runner.http.ApiException 503 {@code overloaded} when there is none
     */
    public Lease take(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            throw DeliveryErrors.overloaded("the requests that wait here have filled the coordinator's memory");
        }
        return new Lease(bytes);
    }

    /** Bytes that are taken at this moment. */
    public long taken() {
        return taken.get();
    }
}
