/** For tests of those who serve routes. It is not part of the members' jar. */
@NullMarked
package dev.runner.member.http.testing;

import org.jspecify.annotations.NullMarked;
