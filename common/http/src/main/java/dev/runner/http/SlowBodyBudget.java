package dev.runner.http;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds the bodies that callers without a key send slowly: few at once, and each for a short time. When one more is to
 * be waited for, the connection of the oldest is closed: honest callers send theirs within moments. Thread-safe.
 */
final class SlowBodyBudget {

    /** For a whole body. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int MOST = 32;

    private final Set<Place> taken = new LinkedHashSet<>();

    /** One body's place. */
    final class Place {

        private final Runnable abort;

        private Place(Runnable abort) {
            this.abort = abort;
        }

        /** Takes it, for the first wait and for those that follow; another one may lose its own. */
        void take() {
            Place oldest = null;
            synchronized (taken) {
                taken.add(this);
                if (taken.size() > MOST) {
                    Iterator<Place> places = taken.iterator();
                    oldest = places.next();
                    places.remove();
                }
            }
            if (oldest != null) {
                oldest.abort.run();
            }
        }

        void giveBack() {
            synchronized (taken) {
                taken.remove(this);
            }
        }
    }

    /** @param abort ends the wait for the body; called on any thread */
    Place place(Runnable abort) {
        return new Place(abort);
    }
}
