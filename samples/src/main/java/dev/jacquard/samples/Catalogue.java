package dev.jacquard.samples;

import static dev.jacquard.samples.Program.endless;
import static dev.jacquard.samples.Program.sample;

import dev.jacquard.samples.crawler.CrawlerSample;
import dev.jacquard.samples.debugging.BlockedLoop;
import dev.jacquard.samples.debugging.Monitor;
import dev.jacquard.samples.debugging.NeverAwaited;
import dev.jacquard.samples.http.HttpHello;
import dev.jacquard.samples.kv.KvSample;
import dev.jacquard.samples.net.Download;
import dev.jacquard.samples.net.Echo;
import dev.jacquard.samples.net.PortScan;
import dev.jacquard.samples.net.TlsEcho;
import dev.jacquard.samples.net.chat.Chat;
import dev.jacquard.samples.outside.CpuBound;
import dev.jacquard.samples.outside.GracefulShutdown;
import dev.jacquard.samples.outside.Processes;
import dev.jacquard.samples.outside.Threads;
import dev.jacquard.samples.patterns.Cache;
import dev.jacquard.samples.patterns.CustomAwaitable;
import dev.jacquard.samples.patterns.CustomSleep;
import dev.jacquard.samples.patterns.Debouncer;
import dev.jacquard.samples.patterns.Loader;
import dev.jacquard.samples.patterns.RateLimiter;
import dev.jacquard.samples.patterns.RequestIds;
import dev.jacquard.samples.patterns.Retry;
import dev.jacquard.samples.patterns.Throttle;
import dev.jacquard.samples.patterns.Ticker;
import dev.jacquard.samples.queues.Batcher;
import dev.jacquard.samples.queues.Pipeline;
import dev.jacquard.samples.queues.PriorityScheduler;
import dev.jacquard.samples.queues.ProducersAndConsumers;
import dev.jacquard.samples.scopes.AsTheyCome;
import dev.jacquard.samples.scopes.CleanUp;
import dev.jacquard.samples.scopes.Groups;
import dev.jacquard.samples.scopes.Mirrors;
import dev.jacquard.samples.scopes.Resource;
import dev.jacquard.samples.scopes.Shields;
import dev.jacquard.samples.scopes.Timeouts;
import dev.jacquard.samples.streams.Generators;
import dev.jacquard.samples.streams.PagedFetch;
import dev.jacquard.samples.streams.Ranges;
import dev.jacquard.samples.sync.Barriers;
import dev.jacquard.samples.sync.Conditions;
import dev.jacquard.samples.sync.Events;
import dev.jacquard.samples.sync.Locks;
import dev.jacquard.samples.sync.Semaphores;
import java.util.List;

/** All programs, grouped, in the order of the tour. */
final class Catalogue {
    static final List<Group> GROUPS = List.of(
            Group.of(
                    "First steps",
                    sample("hello", "one method that suspends", Hello::main),
                    sample("concurrent", "one after the other, or at the same time", Concurrent::main),
                    sample("tasks", "names, callbacks, cancelling", Tasks::main),
                    sample("errors", "exceptions, also checked ones", ErrorHandling::main),
                    sample("breakfast", "one cook, several pans", Breakfast::main)),
            Group.of(
                    "What ends together",
                    sample("group", "tasks of which one fails", Groups::main),
                    sample("timeout", "time limits, moved and nested", Timeouts::main),
                    sample("cleanup", "what is done after a cancel", CleanUp::main),
                    sample("shield", "what must not be cancelled", Shields::main),
                    sample("resource", "try-with-resources that awaits", Resource::main),
                    sample("completed", "results as they come", AsTheyCome::main),
                    sample("mirrors", "the first of several answers", Mirrors::main)),
            Group.of(
                    "Waiting for each other",
                    sample("lock", "a race, and the lock against it", Locks::main),
                    sample("semaphore", "five downloads, two at a time", Semaphores::main),
                    sample("event", "three wait for one signal", Events::main),
                    sample("condition", "wait until there is enough", Conditions::main),
                    sample("barrier", "nobody starts the next lap alone", Barriers::main)),
            Group.of(
                    "Queues",
                    sample("producers", "producers and consumers, and join", ProducersAndConsumers::main),
                    sample("pipeline", "stages with queues in between", Pipeline::main),
                    sample("priority", "the most urgent job first", PriorityScheduler::main),
                    sample("batch", "so many items, or so long", Batcher::main)),
            Group.of(
                    "Streams",
                    sample("generator", "emit, and the loop that takes", Generators::main),
                    sample("range", "a range that takes its time", Ranges::main),
                    sample("pages", "one stream of many pages", PagedFetch::main)),
            Group.of(
                    "Patterns",
                    sample("retry", "exponential back-off", Retry::main),
                    sample("ratelimit", "so many calls per period", RateLimiter::main),
                    sample("debounce", "the last of a burst", Debouncer::main),
                    sample("throttle", "one per interval at most", Throttle::main),
                    sample("ticker", "again and again, without drift", Ticker::main),
                    sample("cache", "asked for by many, fetched once", Cache::main),
                    sample("loader", "many calls in one batch", Loader::main),
                    sample("context", "the request's id in the log", RequestIds::main),
                    sample("awaitable", "a class of one's own to await", CustomAwaitable::main),
                    sample("sleep", "sleep made of promise and timer", CustomSleep::main)),
            Group.of(
                    "The world outside",
                    sample("threads", "blocking code on a thread", Threads::main),
                    sample("cpu", "work for all cores, in a pool", CpuBound::main),
                    sample("processes", "work in other processes", Processes::main),
                    new Program("http", "a web server on Vert.x; [PORT]", true, HttpHello::runProgram),
                    new Program("crawler", "real pages over HTTP; [URL [PAGES]]", true, CrawlerSample::run),
                    endless("shutdown", "Ctrl-C, and the clean-up", GracefulShutdown::main)),
            Group.of(
                    "The network",
                    new Program("echo", "what is sent comes back; [server PORT | client HOST PORT]", true, Echo::run),
                    new Program("chat", "a room of talkers; [server PORT | client HOST PORT]", true, Chat::run),
                    new Program("tls", "echo over TLS, trusted and not; [server ... | client ...]", true, TlsEcho::run),
                    new Program(
                            "portscan",
                            "who listens, so many at a time; [HOST PORTS [AT_A_TIME]]",
                            true,
                            PortScan::run),
                    new Program("download", "a file, with a progress bar; [URL [FILE]]", true, Download::run),
                    new Program("kv", "key-value server of Redis' protocol; [--port PORT]", true, KvSample::run)),
            Group.of(
                    "Debugging",
                    sample("monitor", "a task that watches the others", Monitor::main),
                    sample("unawaited", "a coroutine left behind", NeverAwaited::main),
                    sample("blocked", "a task that blocks the loop", BlockedLoop::main)));

    private Catalogue() {}
}
