#!/usr/bin/env python3
"""Prints the Markdown table of bench/compare.sh from two files of JSON lines.

    python3 ratios.py OURS PEER

OURS: lines of `noisyrnn bench --json`. PEER: lines of pytorch_iteration.py. Of each round's thread counts the best one's
median counts, of all rounds the median. Least times stand beside it: where others work on the machine too, medians
grow with the length of an iteration, and the ratio of least times is the fairer one: by it this exits with 1 where it
is too small.
"""

import datetime
import json
import platform
import statistics
import subprocess
import sys

WANTED = {("ctrnn", 10, 32, 100): 10, ("ctrnn", 64, 64, 100): 5, ("ctrnn", 128, 128, 784): 3, ("lipschitz", 128, 128, 784): 3}


def lines(path):
    return [json.loads(line) for line in open(path)]


def machine():
    if platform.system() != "Linux":
        return f"{platform.machine()} {platform.system()}"
    info = dict(line.split(":", 1) for line in open("/proc/cpuinfo") if ":" in line)
    info = {key.strip(): value.strip() for key, value in info.items()}
    return f"{info.get('model name', platform.machine())} (family {info.get('cpu family')}, model {info.get('model')}), {int(info['processor']) + 1} cores"


def size_of(line):
    return line["network"], line["units"], line["batch"], line["steps"]


def per_thread_count(ours, size):
    found = {}
    for line in ours:
        if size_of(line) == size:
            found.setdefault(line["threads"], []).append(line)
    return found


def main():
    ours, peer = lines(sys.argv[1]), lines(sys.argv[2])
    dotnet = subprocess.run(["dotnet", "--version"], capture_output=True, text=True).stdout.strip()
    blas = ", ".join(name for name in peer[0]["blas"] if "openblas" in name or "mkl" in name) or "reference BLAS"
    print(f"{datetime.date.today()}, {machine()}, .NET SDK {dotnet}, PyTorch {peer[0]['version']} with {blas}\n")
    print("| network, units, batch, steps | NoisyRnn ms (least) | threads | share of peak (at least) | PyTorch ms (least) | mode, threads | ratio (of least) | wanted |")
    print("|---|---|---|---|---|---|---|---|")
    enough = True
    for size, wanted in WANTED.items():
        counts = per_thread_count(ours, size)
        threads, runs = min(counts.items(), key=lambda item: statistics.median(run["milliseconds"] for run in item[1]))
        least_count, least_runs = min(counts.items(), key=lambda item: min(run["least-milliseconds"] for run in item[1]))
        mine, mine_least = statistics.median(run["milliseconds"] for run in runs), min(run["least-milliseconds"] for run in least_runs)
        peak = {count: statistics.median(run["peak-gigaflops"] for run in found) for count, found in counts.items()}
        operations = runs[0]["gigaflops"] * runs[0]["milliseconds"]
        theirs = [run for run in peer if size_of(run) == size]
        other, other_least = 1e3 * statistics.median(run["median_s"] for run in theirs), 1e3 * min(run["min_s"] for run in theirs)
        enough &= other_least / mine_least >= wanted
        modes = ", ".join(sorted({f"{run['mode']} {run['threads']}" for run in theirs}))
        used = f"{threads}" if threads == least_count else f"{threads} ({least_count})"
        print(
            f"| {', '.join(map(str, size))} | {mine:.4g} ({mine_least:.4g}) | {used} "
            f"| {operations / mine / peak[threads]:.0%} ({operations / mine_least / peak[least_count]:.0%}) "
            f"| {other:.4g} ({other_least:.4g}) | {modes} | {other / mine:.1f} ({other_least / mine_least:.1f}) | {wanted} |")
    sys.exit(0 if enough else 1)


if __name__ == "__main__":
    main()
