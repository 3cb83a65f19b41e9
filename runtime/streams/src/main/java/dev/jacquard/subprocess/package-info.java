/**
 * Subprocesses, as in asyncio: {@link dev.jacquard.subprocess.Subprocess#exec} and
 * {@link dev.jacquard.subprocess.Subprocess#shell} start them, their pipes are streams.
 *
 * <p>On a virtual clock time stands still while a process runs, unless it may be waiting for us: while its stdin is an
 * open pipe, or an output that is not read is full. Tests with timeouts take the system's clock.
 */
@NullMarked
package dev.jacquard.subprocess;

import org.jspecify.annotations.NullMarked;
