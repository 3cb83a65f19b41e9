/** What the agent costs before and while a program loads its classes; run by {@code startup.sh}. */
@NullMarked
package dev.jacquard.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
