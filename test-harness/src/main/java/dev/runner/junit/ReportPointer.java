package dev.runner.junit;

import java.nio.file.Path;

/** Tells where the report is, in the stack trace of the test's own exception. */
final class ReportPointer extends Exception {
    private static final long serialVersionUID = 1L;

    ReportPointer(Path page) {
        super("the cluster's report: " + page, null, false, false);
    }
}
