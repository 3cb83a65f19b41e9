/** What ends together: resources, time limits, cancellation, groups of tasks. */
@NullMarked
package dev.jacquard.samples.scopes;

import org.jspecify.annotations.NullMarked;
