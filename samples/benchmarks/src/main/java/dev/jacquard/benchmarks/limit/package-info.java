/**
 * LimitC: the least code, written by hand, that keeps the order of events of CPython's asyncio. It uses nothing of
 * Jacquard; what Jacquard costs is measured against it.
 *
 * <p>As in the peers' LimitB a suspending method has a direct body and a resume body, and makes a frame only when it
 * really suspends. Unlike LimitB:
 *
 * <ul>
 *   <li>the loop works in rounds, which run exactly the jobs that were ready at their beginning;
 *   <li>a future tells its callbacks, of which it may have several, by way of the ready queue;
 *   <li>a gather is a future with a counter, told by such callbacks; it ends with its own array of results;
 *   <li>whoever waits for a lock or a queue waits for a future in a FIFO, and when woken looks again;
 *   <li>tasks can be cancelled, at the await or before their first step, and the loop has a list of them;
 *   <li>timers of one instant keep their order, and a sleep is a future that its timer completes.
 * </ul>
 *
 * <p>{@link dev.jacquard.benchmarks.limit.Order} shows that the order is CPython's. It has no context variables, no
 * names, no debug mode, no I/O, no thread-safe calls and no stack traces.
 */
// Null is everywhere in hand-made linked structures; checks would be part of the measurement.
@NullUnmarked
package dev.jacquard.benchmarks.limit;

import org.jspecify.annotations.NullUnmarked;
