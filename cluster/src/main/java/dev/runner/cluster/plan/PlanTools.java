package dev.runner.cluster.plan;

import java.nio.file.Path;

/** What looks at this machine for a plan, shared by all members so that nothing is looked up twice. */
record PlanTools(ProgramCheck programs, ClassPath classPath, UserAccounts accounts) {
    /** @param specDirectory what relative paths start from */
    static PlanTools of(Path specDirectory) {
        return new PlanTools(new ProgramCheck(specDirectory), new ClassPath(specDirectory), new UserAccounts());
    }
}
