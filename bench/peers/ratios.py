#!/usr/bin/env python3
"""Prints the Markdown table of bench/compare.sh from two files of JSON lines.

    python3 ratios.py OURS PEER

OURS: lines of `noisyrnn bench --json`. PEER: lines of pytorch_ctrnn.py. Of each round's thread counts the best one's
median counts, of all rounds the median; least and largest stand behind it. Exits with 1 where a ratio is too small.
"""

import datetime
import json
import platform
import statistics
import subprocess
import sys

WANTED = {(10, 32, 100): 10, (64, 64, 100): 5, (128, 128, 784): 3}


def lines(path):
    return [json.loads(line) for line in open(path)]


def machine():
    if platform.system() != "Linux":
        return f"{platform.machine()} {platform.system()}"
    info = dict(line.split(":", 1) for line in open("/proc/cpuinfo") if ":" in line)
    info = {key.strip(): value.strip() for key, value in info.items()}
    return f"{info.get('model name', platform.machine())} (family {info.get('cpu family')}, model {info.get('model')}), {int(info['processor']) + 1} cores"


def per_thread_count(ours, size):
    found = {}
    for line in ours:
        if (line["Units"], line["Batch"], line["Steps"]) == size:
            found.setdefault(line["Threads"], []).append(line)
    return found


def span(times):
    return f"{statistics.median(times):.4g} ({min(times):.4g} to {max(times):.4g})"


def main():
    ours, peer = lines(sys.argv[1]), lines(sys.argv[2])
    dotnet = subprocess.run(["dotnet", "--version"], capture_output=True, text=True).stdout.strip()
    blas = ", ".join(name for name in peer[0]["blas"] if "openblas" in name or "mkl" in name) or "reference BLAS"
    print(f"{datetime.date.today()}, {machine()}, .NET SDK {dotnet}, PyTorch {peer[0]['version']} with {blas}\n")
    print("| units, batch, steps | NoisyRnn ms | threads | share of peak | PyTorch ms | mode, threads | ratio | wanted |")
    print("|---|---|---|---|---|---|---|---|")
    enough = True
    for size, wanted in WANTED.items():
        counts = per_thread_count(ours, size)
        threads, runs = min(counts.items(), key=lambda item: statistics.median(run["Milliseconds"] for run in item[1]))
        mine = [run["Milliseconds"] for run in runs]
        share = statistics.median(run["Gigaflops"] / run["PeakGigaflops"] for run in runs)
        theirs = [run for run in peer if (run["units"], run["batch"], run["steps"]) == size]
        times = [1e3 * run["median_s"] for run in theirs]
        ratio = statistics.median(times) / statistics.median(mine)
        enough &= ratio >= wanted
        modes = ", ".join(sorted({f"{run['mode']} {run['threads']}" for run in theirs}))
        print(f"| {', '.join(map(str, size))} | {span(mine)} | {threads} | {share:.0%} | {span(times)} | {modes} | {ratio:.1f} | {wanted} |")
    sys.exit(0 if enough else 1)


if __name__ == "__main__":
    main()
