package dev.runner.supervisor;

import java.util.List;

/** The outcome of one input: the new state, and what is to be done, in this order. */
record Transition(Lifecycle next, List<Effect> effects) {
    Transition {
        effects = List.copyOf(effects);
    }

    static Transition to(Lifecycle next, Effect... effects) {
        return new Transition(next, List.of(effects));
    }
}
