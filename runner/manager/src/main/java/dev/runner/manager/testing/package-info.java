/**
 * For the tests of this module and of the command line: a manager that remembers what it was asked. Not in the
 * product's jar.
 */
@NullMarked
package dev.runner.manager.testing;

import org.jspecify.annotations.NullMarked;
