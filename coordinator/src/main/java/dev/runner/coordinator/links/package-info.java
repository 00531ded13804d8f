/** Tells running pipelines where the pipelines that their outputs go to run at present. */
@NullMarked
package dev.runner.coordinator.links;

import org.jspecify.annotations.NullMarked;
