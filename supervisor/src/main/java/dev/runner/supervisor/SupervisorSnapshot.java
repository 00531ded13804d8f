package dev.runner.supervisor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All members at one moment, in the order in which they were added. There is a new one at each change of a member, and
 * every listener looks members up in it: both must stay cheap where there are hundreds.
 */
public final class SupervisorSnapshot {
    private final List<MemberSnapshot> members;
    private final Map<MemberId, Integer> places;

    public SupervisorSnapshot(List<MemberSnapshot> members) {
        this.members = List.copyOf(members);
        this.places = new HashMap<>();
        for (int i = 0; i < this.members.size(); i++) {
            places.put(this.members.get(i).id(), i);
        }
    }

    private SupervisorSnapshot(List<MemberSnapshot> members, Map<MemberId, Integer> places) {
        this.members = List.copyOf(members);
        this.places = places;
    }

    /** The same with what has become of one of its members. */
    SupervisorSnapshot with(MemberSnapshot changed) {
        Integer place = places.get(changed.id());
        if (place == null) {
            throw new IllegalArgumentException("there is no member " + changed.id());
        }
        List<MemberSnapshot> next = new ArrayList<>(members);
        next.set(place, changed);
        return new SupervisorSnapshot(next, places);
    }

    public List<MemberSnapshot> members() {
        return members;
    }

    /** The member of this name, where there is one. */
    public Optional<MemberSnapshot> member(MemberId id) {
        Integer place = places.get(id);
        return place == null ? Optional.empty() : Optional.of(members.get(place));
    }
}
