package dev.runner.cluster.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A user of this system.
 *
 * @param uid its number
 * @param gid the number of its own group
 * @param home its home directory, for {@code HOME}
 * @param setpriv the program that becomes this user
 */
public record UserAccount(String name, int uid, int gid, String home, String setpriv) {
    /**
     * The command as this user: setpriv (util-linux) becomes the user, with all its groups, and then the command, under
     * the same pid and in the same session; su and sudo would stay as its parent, and open sessions of their own.
     */
    public List<String> running(List<String> command) {
        List<String> words =
                new ArrayList<>(List.of(setpriv, "--reuid=" + uid, "--regid=" + gid, "--init-groups", "--"));
        words.addAll(command);
        return List.copyOf(words);
    }
}
