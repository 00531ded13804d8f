package dev.runner.supervisor;

import java.util.List;

/** The outcome of one input: the new state, and what is to be done, in this order. */
record StateTransition(MemberLifecycle next, List<StateMachineEffect> effects) {
    StateTransition {
        effects = List.copyOf(effects);
    }

    static StateTransition to(MemberLifecycle next, StateMachineEffect... effects) {
        return new StateTransition(next, List.of(effects));
    }
}
