"""report.py FOLDER: one markdown table of what run.sh has left there, who is ahead of us, and whether the bounds are met.

Bounds: issue 2's for b1 to b4 (1.3 times LimitB, or 1 ns and 8 bytes more), issue 3's for the rest (1.5 times LimitC).
"""
import collections
import glob
import json
import os
import re
import statistics
import sys

OURS = "Jacquard"
LIMITS = ["Plain", "LimitB", "LimitC"]
RIVALS = ["Kotlin", "VT", "Go", "Node", "CPython"]
OTHERS = {"VT-default": "VT", "Node-micro": "Node", "CPython-eager": "CPython", "KotlinGate": "Kotlin"}  # a second way of a rival
BASES = ["b2_call_chain_flat", "b2_call_chain", "b3_call_chain_suspend", "b8_lock_contention"]

folder = sys.argv[1]
Cell = collections.namedtuple("Cell", "median bytes low")


def num(v):
    return f"{v:.2f}" if abs(v) < 10 else f"{v:.1f}" if abs(v) < 100 else f"{v:,.0f}"


class Figures:
    """(row, JDK or None) -> system -> list of measurements"""

    def __init__(self):
        self.times = collections.defaultdict(lambda: collections.defaultdict(list))
        self.bytes = collections.defaultdict(lambda: collections.defaultdict(list))

    def add(self, row, jdk, system, values, allocated=()):
        self.times[row, jdk][system] += values
        self.bytes[row, jdk][system] += allocated

    def cells(self, row, jdk):
        """What was measured on this JDK, and where it runs on none."""
        found = {}
        for key in ((row, None), (row, jdk)):
            for system, values in self.times[key].items():
                if values:
                    b = self.bytes[key][system]
                    found[system] = Cell(statistics.median(values), statistics.median(b) if b else None, min(values))
        return found


figures = Figures()
jdks, notes = {}, []

for path in glob.glob(os.path.join(folder, "*.json")):
    name = re.match(r"(\d+|vt)-(\w+)-\d+-([\w-]+?)-(b\d_\w+)\.json", os.path.basename(path))
    if not name or not os.path.getsize(path):
        continue
    for run in json.load(open(path)):
        row = name[4] + (" (Parallel)" if name[2] == "Parallel" else "")
        jdk = None if name[1] == "vt" else int(name[1])
        system = name[3].replace("JacquardVariants", OURS)
        allocated = [m["score"] for k, m in run["secondaryMetrics"].items() if k.endswith("gc.alloc.rate.norm")]
        figures.add(row, jdk, system, [v for fork in run["primaryMetric"]["rawData"] for v in fork], allocated)


def system_of(text):
    return re.sub(r"CPython-[\d.]+", "CPython", text)


path = os.path.join(folder, "lines.txt")
for line in open(path).read().splitlines() if os.path.exists(path) else []:
    number, kind, *rest = line.split()
    if number == "JDK":
        jdks[int(kind)] = rest[0]
        continue
    jdk = None if number == "-" else int(number) if number.isdigit() else None
    values = dict(w.split("=") for w in rest if "=" in w)
    if kind == "BENCH":
        figures.add(rest[1], None, system_of(rest[0]), [float(rest[2])])
    elif kind == "MEM":
        if rest[0] == "JacquardEvent":
            figures.add(f"memory_depth{values['depth']}_event, B per task", jdk, OURS, [float(values["bytes_per_task"])])
        else:
            figures.add(f"memory_depth{values['depth']}, B per task", jdk, system_of(rest[0]), [float(values["bytes_per_task"])])
    elif kind == "TIMERS":
        figures.add("timers, µs of CPU per task", jdk, system_of(rest[0]), [float(values["cpu_ms"]) * 1000 / int(values["tasks"])])
        if int(values["tasks"]) >= 1_000_000:  # CPython sleeps fewer
            figures.add("timers, ms late", jdk, system_of(rest[0]), [float(values["over_1s_ms"])])
    else:
        notes.append((jdk, line))


def base_of(row):
    """A variant is compared with what it varies."""
    if row.endswith("_event, B per task"):
        return row.replace("_event", "")
    return next((b for b in BASES if row.startswith(b + "_") and row != "b2_call_chain_flat"), row)


def bound(row, cells):
    """Which bound was missed, in words; None where there is none."""
    us = cells[OURS]
    if row != base_of(row) or "ms late" in row:
        return None
    if re.match("b[1-4]", row):
        limit = cells.get("LimitB")
        if not limit:
            return None
        wrong = [] if us.median <= max(1.3 * limit.median, limit.median + 1) else ["time"]
        return wrong + ([] if us.bytes <= max(1.3 * limit.bytes, limit.bytes + 8) else ["bytes"])
    limit = cells.get("LimitC")
    return None if not limit else [] if us.median <= 1.5 * limit.median else ["memory" if "B per" in row else "time"]


rows = sorted({row for row, _ in figures.times}, key=lambda r: (r[0] != "b", r.split(",")[0].split("_depth10")[0], r))
rows.sort(key=lambda r: (0 if r[0] == "b" else 1 if r.startswith("timers") else 2, [int(t) if t.isdigit() else t for t in re.split(r"(\d+)", r)]))
systems = [s for s in LIMITS + [OURS] + RIVALS if any(s in v for v in figures.times.values())]
print("Medians; ns, and bytes allocated, per operation where nothing else is said. Lowest: our lowest time against that of LimitC (LimitB if")
print("there is none); on a busy machine it says more than the median. Ahead: what is faster, or smaller, than we are.\n")
print("| JDK | row | " + " | ".join(systems) + " | ours/LimitC | ours/LimitB | lowest | bound | ahead of us |")
print("|---|---|" + "---:|" * (len(systems) + 3) + "---|---|")
missed, behind = [], []
for jdk in sorted(jdks) or [None]:
    for row in rows:
        cells = figures.cells(row, jdk)
        if OURS not in cells:
            continue
        for system, cell in figures.cells(base_of(row), jdk).items():
            cells.setdefault(system, cell)
        if row.endswith("_event, B per task"):  # Kotlin's counterpart is a gate that several await
            cells["Kotlin"] = cells.get("KotlinGate", cells.get("Kotlin"))
        us = cells[OURS]
        shown = []
        for s in systems:
            c = cells.get(s)
            shown.append("" if c is None else num(c.median) + (f", {num(c.bytes)} B" if c.bytes is not None else ""))
        for limit in ("LimitC", "LimitB"):
            c = cells.get(limit)
            ratio = "" if c is None or "ms late" in row else f"{us.median / c.median:.2f}"
            if ratio and us.bytes is not None and c.bytes and c.bytes >= 1:
                ratio += f", {us.bytes / c.bytes:.2f} B"
            shown.append(ratio)
        c = cells.get("LimitC", cells.get("LimitB"))
        shown.append(f"{us.low / c.low:.2f}" if c and "B per" not in row and "ms late" not in row else "")
        wrong = bound(row, cells)
        shown.append("" if wrong is None else f"**missed: {', '.join(wrong)}**" if wrong else "met")
        ahead = [
            f"{s} {us.median / c.median:.2f}×" for s, c in cells.items()
            if (s in RIVALS or s in OTHERS) and c and c.median < us.median
        ]
        shown.append(", ".join(ahead))
        label = f"{row} on {jdks.get(jdk, '?')}"
        missed += [f"{label} ({', '.join(wrong)})"] if wrong else []
        behind += [f"{label}: {', '.join(ahead)}"] if ahead else []
        print(f"| {jdks.get(jdk, '')} | {row} | " + " | ".join(shown) + " |")

print(f"\n{len(missed)} bounds missed" + (": " + "; ".join(missed) if missed else "") + ".")
print(f"Rows in which a rival is ahead: {len(behind)}" + (": " + "; ".join(behind) if behind else "") + ".\n")
smallest = {}
for jdk, line in notes:
    values = dict(w.split("=") for w in line.split() if "=" in w)
    if " SLEEPERS " in line:
        if jdk not in smallest:
            print(f"- JDK {jdks.get(jdk, jdk)}: {int(values['tasks']):,} tasks asleep at once take {values['used_mb']} MB of a heap of "
                  f"{values['max_heap_mb']} MB, {values['bytes_per_task']} bytes each.")
        smallest[jdk] = values["max_heap_mb"]
    elif " CHURN " in line:
        print(f"- JDK {jdks.get(jdk, jdk)}: {int(values['tasks']):,} tasks created and finished: heap after full collections "
              f"{values['before_kb']} kB before, {values['after_kb']} kB after.")
    else:
        print(f"- The order of events of LimitC is that of CPython in {values['scenarios']} random scenarios (seed {values['seed']}).")
for jdk, megabytes in smallest.items():
    print(f"- JDK {jdks.get(jdk, jdk)}: the smallest heap tried in which the million sleepers still ran: {megabytes} MB.")
path = os.path.join(folder, "skipped.txt")
print(*("- " + line for line in (open(path) if os.path.exists(path) else [])), sep="", end="")
