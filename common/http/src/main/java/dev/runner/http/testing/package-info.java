/** For tests of those who serve routes. It is not part of the members' jar. */
@NullMarked
package dev.runner.http.testing;

import org.jspecify.annotations.NullMarked;
