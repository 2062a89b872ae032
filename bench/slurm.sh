#!/usr/bin/env bash
# What it costs to hand a sweep of very many tiny runs to Slurm, to look at it and to cancel it: seconds and peak memory of each call, files and
# disk, at the numbers of runs given (default: 1000), as a table in Markdown. Nothing runs: the jobs are held. The cluster is that of
# the tests, two nodes on this machine (slurm-wlm, munge).
#     bench/slurm.sh 1000 10000
# NOISYRNN names a command that is built already.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'exec 9>&-; wait; rm -rf "$work"' EXIT
[ -n "${NOISYRNN:-}" ] || dotnet build -c Release -v quiet -clp:NoSummary -o "$work/bin" "$here/../src/NoisyRnn.Cli" >&2
noisyrnn=${NOISYRNN:-$work/bin/NoisyRnn.Cli}
cd "$work"
sed -n "/^name: tiny/,/^YAML/{/^YAML/!p}" "$here/store.sh" > tiny.yaml
mkfifo input
bash "$here/../tests/NoisyRnn.Tests/Executors/cluster.sh" "$work/cluster" 17817 17818 17819 < input > cluster.log 2>&1 &
exec 9> input
for _ in $(seq 60); do grep -q ready cluster.log && break; sleep 1; done
export SLURM_CONF=$work/cluster/slurm.conf

cost() {
    if ! /usr/bin/time -f '%e %M' -o cost "$noisyrnn" "$@" > log 2>&1; then
        cat log >&2
        exit 1
    fi
    awk '{ printf " %.1f s, %.0f MiB |", $1, $2 / 1024 }' cost
}

echo '| runs | submit | status, all queued | cancel | files | disk |'
echo '|---|---|---|---|---|---|'
for n in "${@:-1000}"; do
    size=$(( n < 10000 ? 10 : (n + 999) / 1000 ))
    printf '| %s |' "$n"
    cost run tiny.yaml --set "grid.seed=1..$((n / 20))" --out "$n" --executor slurm --chunk "$size" --sbatch --hold
    files=$(find "$n" -type f | wc -l) disk=$(du -sm "$n" | cut -f1)
    cost status "$n"
    cost cancel "$n"
    echo " $files | $disk MB |"
done
