package dev.runner.supervisor;

import java.util.List;
import java.util.Optional;

/** All members at one moment, in the order in which they were added. */
public record Snapshot(List<MemberSnapshot> members) {
    public Snapshot {
        members = List.copyOf(members);
    }

    /** The member of this name, where there is one. */
    public Optional<MemberSnapshot> member(MemberId id) {
        return members.stream().filter(m -> m.id().equals(id)).findFirst();
    }
}
