"""report.py FOLDER: one markdown table of what run.sh has left there, and whether issue 2's bounds are met."""
import collections
import glob
import json
import os
import re
import statistics
import sys

SYSTEMS = ["Plain", "LimitB", "Jacquard", "Kotlin"]
BASES = ["b2_call_chain_flat", "b2_call_chain", "b3_call_chain_suspend"]


def num(v):
    return f"{v:.2f}" if v < 10 else f"{v:.1f}" if v < 100 else f"{v:,.0f}"


def bounded(ours, limit, more):
    return ours <= 1.3 * limit or ours <= limit + more


times = collections.defaultdict(lambda: collections.defaultdict(list))  # (jdk, collector, benchmark) -> system -> ns/op
bytes_ = collections.defaultdict(lambda: collections.defaultdict(list))
jdks = {}
for path in glob.glob(os.path.join(sys.argv[1], "*.json")):
    name = re.match(r"(\d+)-(\w+)-\d+-(\w+)-(\w+)\.json", os.path.basename(path))
    if not name or not os.path.getsize(path):
        continue
    for run in json.load(open(path)):
        jdks[int(name[1])] = run["jdkVersion"]
        key = int(name[1]), name[2], name[4]
        system = name[3].replace("JacquardVariants", "Jacquard")
        times[key][system] += [v for fork in run["primaryMetric"]["rawData"] for v in fork]
        bytes_[key][system] += [m["score"] for k, m in run["secondaryMetrics"].items() if k.endswith("gc.alloc.rate.norm")]

print("Medians, ns and bytes per operation. Bound: at most 1.3 times LimitB, or 1 ns and 8 bytes more. On a busy machine the ratio of the\nlowest times says more than that of the medians.\n")
print("| JDK | benchmark | " + " | ".join(SYSTEMS) + " | ours/LimitB | ours-LimitB | lowest/lowest | bound |")
print("|---|---|" + "---:|" * (len(SYSTEMS) + 3) + "---|")
missed = 0
for key in sorted(times):
    jdk, collector, bench = key
    base = key
    if "LimitB" not in times[key]:  # a variant is compared with what it varies
        base = next(((jdk, collector, b) for b in BASES if bench.startswith(b + "_")), key)
    cells = {}
    for system in SYSTEMS:
        k = key if system in times[key] else base
        if times[k][system]:
            b = statistics.median(bytes_[k][system]) if bytes_[k][system] else 0
            cells[system] = statistics.median(times[k][system]), b, min(times[k][system])
    row = [f"{num(cells[s][0])}, {num(cells[s][1])} B" if s in cells else "" for s in SYSTEMS]
    relation = [""] * 4
    if "Jacquard" in cells and "LimitB" in cells:
        (t, b, low), (lt, lb, llow) = cells["Jacquard"], cells["LimitB"]
        share = f", {b / lb:.2f} B" if lb >= 1 else ""
        relation = [f"{t / lt:.2f}{share}", f"{t - lt:+.2f}, {b - lb:+.1f} B", f"{low / llow:.2f}", "none"]
        if base == key and not bench.startswith("b5"):
            wrong = [w for w, ok in (("time", bounded(t, lt, 1)), ("bytes", bounded(b, lb, 8))) if not ok]
            missed += bool(wrong)
            relation[3] = f"**missed: {', '.join(wrong)}**" if wrong else "met"
    label = bench + (f" ({collector})" if bench.startswith("b5") else "")
    print(f"| {jdks[jdk]} | {label} | " + " | ".join(row + relation) + " |")
print(f"\n{missed} bounds missed.")
