package dev.jacquard.benchmarks.limit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the scenarios of a file and prints what happens in which order; {@code order.py} does the same with CPython's
 * asyncio, and makes such files.
 *
 * <p>A line is {@code NAME: step, step, …}: a task, begun by the main task in the order of the lines. An empty line
 * ends a scenario. Steps are listed in {@code order.py}.
 */
public final class Order {
    private final StringBuilder trace = new StringBuilder();
    private final VirtualLoop loop = new VirtualLoop();
    private final Map<String, Task> tasks = new HashMap<>();
    private final Map<String, Future> futures = new HashMap<>();
    private final Lock lock = new Lock();
    private final Queue queue = new Queue(1);

    private Order() {}

    /** {@code Order FILE}. */
    public static void main(String[] args) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            if (line.isEmpty()) {
                System.out.println(new Order().run(lines));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
    }

    private String run(List<String> lines) {
        try {
            loop.run(new Main(lines));
        } catch (Throwable t) {
            log("main " + show(t));
        }
        return trace.toString();
    }

    private void log(String text) {
        trace.append(text).append('\n');
    }

    private Future future(String name) {
        Task t = tasks.get(name);
        return t != null ? t : futures.computeIfAbsent(name, k -> new Future(loop));
    }

    private static String show(Object v) {
        if (v instanceof Object[] all) {
            StringBuilder s = new StringBuilder("[");
            for (Object x : all) {
                s.append(s.length() == 1 ? "" : " ").append(show(x));
            }
            return s.append(']').toString();
        }
        if (v instanceof Cancelled e) {
            return "cancelled " + (e.getMessage() == null ? "" : e.getMessage());
        }
        return v instanceof Throwable t ? "error " + t.getMessage() : String.valueOf(v);
    }

    /** One step: its value, or SUSPENDED. */
    private Object step(String name, String step, Task c) {
        String[] w = step.split(" ", -1);
        return switch (w[0]) {
            case "log" -> w[1];
            case "yield" -> Task.yieldNow(c);
            case "sleep" -> Task.sleep(Long.parseLong(w[1]), c);
            case "await" -> Future.await(future(w[1]), c);
            case "call" -> call(step(name, step.substring(5), c), c);
            case "gather" -> Future.await(new Gather(loop, futures(w)), c);
            case "acquire" -> Lock.acquire(lock, c);
            case "put" -> Queue.put(queue, w[1], c);
            case "get" -> Queue.get(queue, c);
            case "cancel" -> future(w[1]).cancel(w.length > 2 ? w[2] : null);
            default -> {
                act(name, w);
                yield null;
            }
        };
    }

    /** A call on top of the task's own. */
    private static Object call(Object r, Task c) {
        return r == Frame.SUSPENDED ? c.push(new Call()) : r;
    }

    private Future[] futures(String[] w) {
        Future[] fs = new Future[w.length - 1];
        for (int i = 1; i < w.length; i++) {
            fs[i - 1] = future(w[i]);
        }
        return fs;
    }

    /** A step without a value. */
    private void act(String name, String[] w) {
        switch (w[0]) {
            case "set" -> pending(w[1]).setResult(w[2]);
            case "fail" -> pending(w[1]).setException(new IllegalStateException(w[2]));
            case "soon" -> loop.ready(new Say(name + " soon " + w[1]));
            case "tell" -> future(w[1]).addCallback(new Say(name + " told of " + w[1]));
            case "release" -> lock.release();
            default -> throw new IllegalArgumentException(w[0]);
        }
    }

    private Future pending(String name) {
        Future f = future(name);
        if (f.state != Future.PENDING) {
            throw new IllegalStateException("invalid state");
        }
        return f;
    }

    /** The frame of a {@code call}. */
    private static final class Call extends Frame {
        Call() {
            state = 1;
        }

        @Override
        Object resume(Task c, Object v) {
            Failure.check(v);
            return v;
        }
    }

    private final class Say extends Job {
        private final String text;

        Say(String text) {
            this.text = text;
        }

        @Override
        void run() {
            log(text);
        }
    }

    /** A task of the scenario. A step that begins with {@code try} may fail. */
    private final class Steps extends Frame {
        private final String name;
        private final String[] steps;
        private int i;

        Steps(String name, String[] steps) {
            this.name = name;
            this.steps = steps;
        }

        @Override
        Object resume(Task c, Object v) {
            Object r = v;
            boolean resumed = state == 1;
            for (; ; ) {
                if (!resumed && i == steps.length) {
                    return "end of " + name;
                }
                String step = steps[i];
                boolean tries = step.startsWith("try ");
                try {
                    if (resumed) {
                        Failure.check(r);
                    } else {
                        r = step(name, tries ? step.substring(4) : step, c);
                        if (r == SUSPENDED) {
                            state = 1;
                            return c.again(this);
                        }
                    }
                    log(name + " " + step + " -> " + show(r));
                } catch (Throwable t) {
                    log(name + " " + step + " ! " + show(t));
                    if (!tries) {
                        throw t;
                    }
                }
                resumed = false;
                i++;
            }
        }
    }

    /** Starts the tasks, waits long enough, and says how they ended. */
    private final class Main extends Frame {
        private final List<String> lines;

        Main(List<String> lines) {
            this.lines = lines;
        }

        @Override
        Object resume(Task c, Object v) {
            if (state == 0) {
                for (String line : lines) {
                    String name = line.substring(0, line.indexOf(':'));
                    String[] steps = line.substring(name.length() + 2).split(", ", -1);
                    tasks.put(name, new Task(loop, new Steps(name, steps)));
                }
                state = 1;
                Task.sleep(1_000_000L, c);
                return c.again(this);
            }
            Failure.check(v);
            for (String line : lines) {
                String name = line.substring(0, line.indexOf(':'));
                Task t = tasks.get(name);
                log(name + " is " + end(t));
            }
            return null;
        }

        private String end(Task t) {
            return switch (t.state) {
                        case Future.PENDING -> "pending";
                        case Future.DONE -> show(t.result);
                        default -> show(t.failure().cause);
                    }
                    + " "
                    + t.cancelling();
        }
    }

    private static final class VirtualLoop extends Loop {
        private long now;

        @Override
        long nanos() {
            return now;
        }

        @Override
        void waitUntil(long nanos) {
            now = Math.max(now, nanos);
        }
    }
}
