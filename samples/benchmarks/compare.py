"""compare.py FOLDER: one markdown table of what compare.sh has left there: before, after, and their ratio."""
import collections
import glob
import json
import os
import re
import statistics
import sys

folder = sys.argv[1]
jdks = {}
times = collections.defaultdict(lambda: collections.defaultdict(list))
allocated = collections.defaultdict(lambda: collections.defaultdict(list))
memory = {}

with open(os.path.join(folder, "jdks.txt")) as f:
    for line in f:
        _, number, version = line.split()
        jdks[number] = version

for path in glob.glob(os.path.join(folder, "*.json")):
    number, _, build, method = re.match(r"(\d+)-(\d+)-(before|after)-(\w+)\.json", os.path.basename(path)).groups()
    with open(path) as f:
        text = f.read()
    if not text:
        continue
    for result in json.loads(text):
        metric = result["primaryMetric"]
        times[number, method][build].append(metric["score"])
        for name, secondary in result["secondaryMetrics"].items():
            if name.endswith("gc.alloc.rate.norm"):
                allocated[number, method][build].append(secondary["score"])

memory_file = os.path.join(folder, "memory.txt")
if os.path.exists(memory_file):
    with open(memory_file) as f:
        for line in f:
            number, build, depth, size = re.match(r"(\d+) (\w+) \w+ depth=(\d+) .*bytes_per_task=([\d.]+)", line).groups()
            memory[number, int(depth), build] = float(size)

print("| JDK | row | before (lowest) | after (lowest) | after/before | lowest/lowest | B before | B after |")
print("|---|---|---:|---:|---:|---:|---:|---:|")
for number, method in sorted(times):
    runs, sizes = times[number, method], allocated[number, method]
    if not runs["before"] or not runs["after"]:
        continue
    before, after = (statistics.median(runs[b]) for b in ("before", "after"))
    low_before, low_after = (min(runs[b]) for b in ("before", "after"))
    b_before, b_after = (statistics.median(sizes[b]) for b in ("before", "after"))
    print(f"| {jdks[number]} | {method} | {before:.2f} ({low_before:.2f}) | {after:.2f} ({low_after:.2f}) "
          f"| {after / before:.2f} | {low_after / low_before:.2f} | {b_before:.1f} | {b_after:.1f} |")
for number in sorted(jdks):
    for depth in sorted({d for n, d, _ in memory if n == number}):
        before, after = (memory[number, depth, b] for b in ("before", "after"))
        print(f"| {jdks[number]} | memory, depth {depth}, B per task | {before:.1f} | {after:.1f} | {after / before:.2f} | | | |")
