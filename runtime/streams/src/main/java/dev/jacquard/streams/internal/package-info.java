/** What this module's packages share; not for others. */
@NullMarked
package dev.jacquard.streams.internal;

import org.jspecify.annotations.NullMarked;
