/** What coordinator and worker say to each other, and nothing else. */
@NullMarked
package dev.runner.protocol;

import org.jspecify.annotations.NullMarked;
