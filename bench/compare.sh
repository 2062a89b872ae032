#!/usr/bin/env bash
# One whole training iteration, NoisyRnn beside PyTorch, both in turn in one run; prints a Markdown table of ratios.
#
#   bench/compare.sh [ROUNDS]          default: 3 rounds, about two minutes each
#   PYTHON=/usr/bin/python3 bench/compare.sh
#
# Needs the .NET SDK, and a Python with PyTorch and a fast BLAS (Debian: python3-torch, libopenblas0-pthread).
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
python=${PYTHON:-/usr/bin/python3}
seconds=${SECONDS_EACH:-12}
cores=$(nproc)
threads=1
for ((t = 2; t <= cores; t *= 2)); do threads+=,$t; done

case $rounds in '' | *[!0-9]* | 0) echo "compare.sh: rounds: $rounds is not allowed; a whole number from 1 on" >&2; exit 2 ;; esac
"$python" -c 'import torch' 2>/dev/null || { echo "compare.sh: $python has no torch; set PYTHON, or install python3-torch and libopenblas0-pthread" >&2; exit 2; }

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
dotnet build -c Release --nologo -v quiet -o "$results/program" src/NoisyRnn.Cli >&2
for ((round = 1; round <= rounds; round++)); do
    echo "round $round of $rounds" >&2
    for t in ${threads//,/ }; do
        dotnet "$results/program/NoisyRnn.Cli.dll" bench --json --threads "$t" >>"$results/ours"
    done
    for size in "ctrnn 10 32 100" "ctrnn 64 64 100" "ctrnn 128 128 784" "lipschitz 128 128 784"; do
        read -r network units batch steps <<<"$size"
        "$python" bench/peers/pytorch_iteration.py --network "$network" --units "$units" --batch "$batch" --steps "$steps" --threads "$threads" --seconds "$seconds" >>"$results/peer"
    done
done
"$python" bench/peers/ratios.py "$results/ours" "$results/peer"
