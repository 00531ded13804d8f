package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.ClassPathArchives;
import java.nio.file.Path;
import java.util.Map;

/** What looks at this machine for a plan, shared by all members so that nothing is looked up twice. */
record PlanTools(ProgramCheck programs, ClassPath classPath, UserAccounts accounts, ClassPathArchives archives) {
    /** @param specDirectory what relative paths start from */
    static PlanTools of(Path specDirectory, Map<String, String> environment) {
        return new PlanTools(
                new ProgramCheck(specDirectory),
                new ClassPath(specDirectory),
                new UserAccounts(),
                new ClassPathArchives(environment));
    }
}
