package dev.runner.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds what the bodies of all requests that a server works on occupy together. */
final class MemoryBudget {

    /** Of the heap; the rest is for what is made of the bodies, for answers, and for everything else. */
    private static final int HEAP_SHARE = 4;

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    MemoryBudget(long mostBytes) {
        this.most = mostBytes;
    }

    /** A quarter of the heap. */
    static MemoryBudget ofThisProcess() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** Bytes that are taken now. */
    long taken() {
        return taken.get();
    }

    Lease lease() {
        return new Lease();
    }

    /** What one request occupies. Used by one thread at a time. */
    final class Lease {

        private final AtomicLong own = new AtomicLong();

        /**
         * Takes more. A request that is alone may take more than there is: its route's limit bounds it too.
         *
         * @throws ApiException 503 when others have filled the budget
         */
        void add(long more) {
            long all = taken.addAndGet(more);
            if (all > most && all > own.get() + more) {
                taken.addAndGet(-more);
                throw new ApiException(
                        503,
                        "overloaded",
                        "the requests that wait here have filled this server's memory; nothing of this request was"
                                + " accepted: send it again a little later");
            }
            own.addAndGet(more);
        }

        /** Gives all of it back; to do that twice does no harm. */
        void giveBack() {
            taken.addAndGet(-own.getAndSet(0));
        }
    }
}
