/** Groups of pipelines, the places (slots) that they consist of, and what runs in each. */
@NullMarked
package dev.runner.coordinator.groups;

import org.jspecify.annotations.NullMarked;
