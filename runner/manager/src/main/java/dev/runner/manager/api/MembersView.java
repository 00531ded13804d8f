package dev.runner.manager.api;

import dev.runner.http.json.JsonRecords;
import java.util.List;

/** The members of added hosts: the answer to {@code POST /api/v1/hosts}. */
public record MembersView(List<MemberView> members) {
    public MembersView {
        members = List.copyOf(JsonRecords.require("members", members));
    }
}
