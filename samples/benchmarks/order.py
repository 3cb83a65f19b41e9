"""order.py run FILE: the scenarios of a file on CPython's asyncio, and what happens in which order.
order.py make SEED COUNT: prints such a file.

Says whether LimitC (dev.jacquard.benchmarks.limit.Order FILE) keeps CPython's order. A line is `NAME: step, step, ...`, a task; an
empty line ends a scenario. Time is virtual. Steps:
  log X | yield | sleep N | await F | set F X | fail F X | cancel F [MESSAGE] | soon X (call_soon) | tell F (a done callback)
  gather F ... | acquire | release (one lock) | put X | get (one queue of size 1) | call STEP (in a call of its own)
  try STEP (goes on when it fails). F is a task, or else a future that exists when it is first named.
"""
import asyncio
import random
import selectors
import sys


class Virtual(selectors.SelectSelector):
    """A selector that lets time jump."""

    now = 0

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("stuck")
        self.now += max(0, round(timeout))
        return []


def show(v):
    if isinstance(v, list):
        return "[" + " ".join(map(show, v)) + "]"
    if isinstance(v, asyncio.CancelledError):
        return "cancelled " + "".join(v.args[:1] or [""])
    if isinstance(v, BaseException):
        return f"error {v}"
    return {None: "null", True: "true", False: "false"}.get(v, v)


class Scenario:
    def __init__(self, loop, lines):
        self.loop, self.lines, self.trace = loop, lines, []
        self.tasks, self.futures = {}, {}
        self.lock, self.queue = asyncio.Lock(), asyncio.Queue(1)

    def future(self, name):
        if name in self.tasks:
            return self.tasks[name]
        if name not in self.futures:
            self.futures[name] = self.loop.create_future()
        return self.futures[name]

    async def step(self, name, step):
        w = step.split(" ")
        match w[0]:
            case "log":
                return w[1]
            case "yield":
                return await asyncio.sleep(0)
            case "sleep":
                return await asyncio.sleep(int(w[1]))
            case "await":
                return await self.future(w[1])
            case "call":
                return await self.step(name, step[5:])
            case "set" | "fail":
                f = self.future(w[1])
                if f.done():
                    raise RuntimeError("invalid state")
                f.set_result(w[2]) if w[0] == "set" else f.set_exception(RuntimeError(w[2]))
            case "cancel":
                return self.future(w[1]).cancel(*w[2:])
            case "soon":
                self.loop.call_soon(self.trace.append, f"{name} soon {w[1]}")
            case "tell":
                self.future(w[1]).add_done_callback(lambda _: self.trace.append(f"{name} told of {w[1]}"))
            case "gather":
                return await asyncio.gather(*map(self.future, w[1:]))
            case "acquire":
                return await self.lock.acquire()
            case "release":
                if not self.lock.locked():
                    raise RuntimeError("not locked")
                self.lock.release()
            case "put":
                return await self.queue.put(w[1])
            case "get":
                return await self.queue.get()

    async def task(self, name, steps):
        for s in steps:
            tries = s.startswith("try ")
            try:
                self.trace.append(f"{name} {s} -> {show(await self.step(name, s[4:] if tries else s))}")
            except (Exception, asyncio.CancelledError) as e:
                self.trace.append(f"{name} {s} ! {show(e)}")
                if not tries:
                    raise
        return f"end of {name}"

    async def main(self):
        for line in self.lines:
            name, steps = line.split(": ")
            self.tasks[name] = asyncio.create_task(self.task(name, steps.split(", ")))
        await asyncio.sleep(10**6)
        for name, t in self.tasks.items():
            if not t.done():
                end = "pending"
            else:
                try:
                    end = show(t.result())
                except BaseException as e:
                    end = show(e)
            self.trace.append(f"{name} is {end} {t.cancelling()}")


def run(lines):
    selector = Virtual()
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.now
    loop.set_exception_handler(lambda *_: None)
    scenario = []

    async def main():
        scenario.append(Scenario(loop, lines))
        await scenario[0].main()

    loop.run_until_complete(main())
    loop.close()
    return "".join(s + "\n" for s in scenario[0].trace)


def make(seed, count):
    rnd = random.Random(seed)

    def step(names, me, sleeps):
        others = names + ["F", "G"]
        later = [n for n in others if n > me]  # no cycles: cancelling one never ends

        def other():
            return rnd.choice(later)

        def several():
            return " ".join(rnd.sample(later, rnd.randint(1, min(3, len(later)))))

        s = rnd.choice([
            lambda: f"log {rnd.randint(0, 9)}", lambda: "yield", lambda: "yield", lambda: f"sleep {next(sleeps)}",
            lambda: f"await {other()}", lambda: f"set {rnd.choice('FG')} {rnd.randint(0, 9)}",
            lambda: f"fail {rnd.choice('FG')} oh", lambda: f"cancel {rnd.choice(others)}",
            lambda: f"cancel {rnd.choice(others)}", lambda: f"soon {rnd.randint(0, 9)}", lambda: f"tell {other()}",
            lambda: f"gather {several()}", lambda: "acquire", lambda: "release", lambda: "acquire", lambda: "release",
            lambda: f"put {rnd.randint(0, 9)}", lambda: "get", lambda: f"put {rnd.randint(0, 9)}", lambda: "get",
        ])()
        if rnd.random() < 0.2:
            s = "call " + s
        return "try " + s if rnd.random() < 0.7 else s

    for _ in range(count):
        sleeps = iter(rnd.sample(range(1, 10**5), 40))  # never two at one time: CPython has no order for them
        names = list("ABCDE"[:rnd.randint(2, 5)])
        for name in names:
            print(f"{name}: {', '.join(step(names, name, sleeps) for _ in range(rnd.randint(1, 8)))}")
        print()


if sys.argv[1] == "make":
    make(int(sys.argv[2]), int(sys.argv[3]))
else:
    sys.unraisablehook = lambda *_: None  # of tasks that wait for ever
    scenario = []
    for line in open(sys.argv[2]).read().splitlines():
        if line:
            scenario.append(line)
        else:
            print(run(scenario))
            scenario = []
