/** Real clusters in JUnit tests: the extension, the cluster and its members with faults and waits, and reports. */
@NullMarked
package dev.runner.junit;

import org.jspecify.annotations.NullMarked;
