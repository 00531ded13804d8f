/** What coordinator and worker have in common as one program: their start archive. */
@NullMarked
package dev.runner.members;

import org.jspecify.annotations.NullMarked;
