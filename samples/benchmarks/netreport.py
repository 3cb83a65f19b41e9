"""netreport.py PART FILE: the table of a part of net.sh: medians of the rounds, and the ratio to what it is compared with."""
import re
import statistics
import sys

part, path = sys.argv[1:]
lines = open(path).read().splitlines()


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("|---" * len(head) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def median(values):
    return statistics.median(values) if values else float("nan")


def echo():
    seen = {}
    for line in lines:
        name = line.split()[1]
        got = dict(re.findall(r"(\w+)=([\d.]+)", line))
        seen.setdefault((int(got["conns"]), name), []).append(got)
    rows = []
    for conns in sorted({c for c, _ in seen}):
        def value(name, key):
            return median([float(g[key]) for g in seen.get((conns, name), [])])
        for name in [n for c, n in seen if c == conns]:
            base = {"jacquard-nio": "netty-nio", "jacquard-epoll": "netty-epoll", "loops-2": "loops-1"}.get(name)
            against = ["", ""]
            if base and (conns, base) in seen:
                against = ["%.2f" % (value(name, k) / value(base, k)) for k in ("msgs_per_s", "p99_us")]
            rows.append([str(conns), name, str(len(seen[conns, name])), "%.0f" % value(name, "msgs_per_s"), against[0], "%.1f" % value(name, "p50_us"),
                         "%.1f" % value(name, "p99_us"), against[1], "%.2f" % value(name, "server_cpu_us"), "%.2f" % value(name, "client_cpu_us")])
    table(["connections", "server", "rounds", "messages/s", "ratio", "p50 us", "p99 us", "ratio", "server CPU us/message", "client CPU us/message"], rows)


def http():
    seen = {}
    for line in lines:
        name, conns, rest = line.split(None, 2) if len(line.split(None, 2)) == 3 else (*line.split(None, 2), "")
        if rest.startswith("Requests/sec"):
            seen.setdefault(name, {}).setdefault("rate", []).append(float(rest.split()[1]))
        elif rest.startswith("99%"):
            n, unit = re.match(r"([\d.]+)(us|ms|s)", rest.split()[1]).groups()
            seen.setdefault(name, {}).setdefault("p99", []).append(float(n) * {"us": 1, "ms": 1e3, "s": 1e6}[unit])
    rows = []
    for name, got in seen.items():
        base = seen.get(name.replace("jacquard", "vertx")) if name.startswith("jacquard") else None
        rows.append([name, "%.0f" % median(got["rate"]), "%.2f" % (median(got["rate"]) / median(base["rate"])) if base else "", "%.0f" % median(got["p99"])])
    table(["server", "requests/s", "ratio", "p99 us"], rows)


def kv():
    seen = {}
    for line in lines:
        name, pipeline, rest = line.split(None, 2)
        cells = re.findall(r'"([^"]*)"', rest)
        if len(cells) > 1 and re.match(r"[\d.]+$", cells[1]):
            seen.setdefault((int(pipeline), cells[0]), {}).setdefault(name, []).append(float(cells[1]))
    names = sorted({n for got in seen.values() for n in got})
    rows = [[str(p), test] + ["%.0f" % median(got.get(n, [])) for n in names] for (p, test), got in sorted(seen.items())]
    table(["pipelined", "command"] + [n + ", requests/s" for n in names], rows)


def idle():
    rows = []
    seen = {}
    for line in lines:
        name, n, live, mine, rss = line.split()
        seen[name] = int(live) / int(n)
        base = seen.get(name.replace("jacquard", "netty")) if name.startswith("jacquard") else None
        rows.append([name, n, "%.0f" % (int(live) / int(n)), "%.0f" % (seen[name] - base) if base else "", "%.0f" % (int(mine) / int(n)), "%.0f" % (int(rss) / int(n))])
    table(["server", "connections", "heap bytes each", "more than plain Netty", "of our classes", "RSS bytes each"], rows)


{"echo": echo, "http": http, "kv": kv, "idle": idle, "cores": echo}[part]()
