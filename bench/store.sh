#!/bin/sh
# What a folder of very many tiny runs costs: each verb's seconds and peak memory, at the numbers of runs given (default: 1000 10000 100000),
# as a table in Markdown. Every network is really trained (one unit, one iteration): 100000 of them take about a quarter of an hour.
#     bench/store.sh 1000 10000
# NOISYRNN names a command that is built already.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -n "${NOISYRNN:-}" ] || dotnet build -c Release -v quiet -clp:NoSummary -o "$work/bin" "$here/../src/NoisyRnn.Cli" >&2
noisyrnn=${NOISYRNN:-$work/bin/NoisyRnn.Cli}
cat > "$work/tiny.yaml" <<'YAML'
name: tiny
network: {units: 1}
training: {iterations: 1, batch: 1, validation-trials: 1, validate-every: 1}
noise: {sigma: .1}
sweep: {trials: 1, draws: 4, levels: [0, 1], absolute-levels: [0, 1]}
grid:
  noise.sigma: [0, .1]
  network.activation: [relu, tanh]
  training.optimizer.rate: [.001, .002, .003, .004, .005]
  seed: 1..50
YAML

# Seconds, those of the processor in brackets, and MiB of a command; what it prints goes to a log.
cost() {
    if ! /usr/bin/time -f '%e %U %S %M' -o "$work/cost" "$noisyrnn" "$@" > "$work/log" 2>&1; then
        cat "$work/log" >&2
        exit 1
    fi
    awk '{ printf " %.1f s (%.1f), %.0f MiB |", $1, $2 + $3, $4 / 1024 }' "$work/cost"
}

echo "| runs | plan | run a tenth | run the rest | run again | status | report | retry | folder |"
echo "|---|---|---|---|---|---|---|---|---|"
for runs in "${@:-1000 10000 100000}"; do
    for n in $runs; do
        folder="$work/$n"
        printf '| %s |' "$n"
        cost run "$work/tiny.yaml" --set grid.seed=1..$((n / 20)) --out "$folder" --dry-run
        cost run "$work/tiny.yaml" --set grid.seed=1..$((n / 200)) --out "$folder" --quiet
        cost run "$work/tiny.yaml" --set grid.seed=1..$((n / 20)) --out "$folder" --quiet
        cost run "$work/tiny.yaml" --set grid.seed=1..$((n / 20)) --out "$folder" --quiet
        cost status "$folder"
        cost report "$folder"
        cost retry "$folder"
        echo " $(find "$folder" -type f | wc -l) files, $(du -sm "$folder" | cut -f1) MiB |"
        rm -rf "$folder"
    done
done
