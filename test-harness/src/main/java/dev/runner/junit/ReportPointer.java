package dev.runner.junit;

import java.nio.file.Path;

/** Adds the path of the report to the stack trace of the test's exception. */
final class ReportPointer extends Exception {
    private static final long serialVersionUID = 1L;

    ReportPointer(Path page) {
        super("the cluster's report: " + page, null, false, false);
    }
}
