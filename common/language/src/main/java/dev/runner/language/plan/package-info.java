/** Semantic analysis: compiles the syntax tree to operators, and reports what has no meaning. */
@NullMarked
package dev.runner.language.plan;

import org.jspecify.annotations.NullMarked;
