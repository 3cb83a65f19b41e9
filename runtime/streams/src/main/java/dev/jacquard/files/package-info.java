/**
 * Files without blocking the loop: {@link dev.jacquard.files.AsyncFiles} opens them, as the package {@code aiofiles}
 * does for asyncio, and has the calls of {@link java.nio.file.Files} that one needs most. The work is done by
 * {@link java.nio.channels.FileChannel}s on the loop's executor.
 */
@NullMarked
package dev.jacquard.files;

import org.jspecify.annotations.NullMarked;
