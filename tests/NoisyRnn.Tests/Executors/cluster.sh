#!/usr/bin/env bash
# A Slurm cluster of two nodes, a and b, on this machine alone: cluster.sh FOLDER PORT PORT PORT
# Says "ready" when both nodes take jobs; SLURM_CONF=FOLDER/slurm.conf is then all that Slurm's commands need. Reads lines
# "kill NAME" and "start NAME" (slurmctld, a or b). It ends, and all of it, jobs too, when its input ends: with the test, whatever happens to that.
set -u
folder=$1 port=$2
mkdir -p "$folder"/{state,spool-a,spool-b}
cd "$folder" || exit 1
export SLURM_CONF=$folder/slurm.conf
head -c 1024 /dev/urandom > munge.key
chmod 600 munge.key
cat > slurm.conf <<CONF
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
SlurmctldPort=$port
AuthType=auth/munge
AuthInfo=socket=$folder/munge.sock,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
SlurmdParameters=config_overrides
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
KillWait=5
SlurmdTimeout=20
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
NodeName=a NodeHostName=localhost NodeAddr=127.0.0.1 Port=$3 CPUs=2 RealMemory=8000
NodeName=b NodeHostName=localhost NodeAddr=127.0.0.1 Port=$4 CPUs=2 RealMemory=8000
PartitionName=main Nodes=a,b Default=YES MaxTime=1:00:00 State=UP
CONF

declare -A pids
start() {
  case $1 in
    munged) munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.sock" --pid-file="$folder/munge.pid" --log-file="$folder/munged.log" --seed-file="$folder/munge.seed" --num-threads=1 & ;;
    slurmctld) slurmctld -D -f "$SLURM_CONF" & ;;
    a | b) slurmd -D -N "$1" -f "$SLURM_CONF" & ;;
  esac >> output.log 2>&1 < /dev/null
  pids[$1]=$!
}

ready() { [[ $(sinfo --noheader --Node --states=idle --format=%N 2> /dev/null | wc -l) == 2 ]]; }

for name in munged slurmctld a b; do
  start "$name"
  [[ $name == munged ]] && while [[ ! -S munge.sock ]] && kill -0 "${pids[munged]}" 2> /dev/null; do sleep 0.1; done
done
for _ in {1..300}; do ready && break; sleep 0.1; done
ready && echo ready

while read -r word name; do
  case $word in
    kill) { kill -KILL "${pids[$name]}"; wait "${pids[$name]}"; } 2> /dev/null ;;
    start) start "$name" ;;
  esac
  echo "$word $name"
done

exec 2> /dev/null
timeout 5 scancel --user="$(id -un)"
for _ in {1..80}; do [[ -z $(timeout 5 squeue --noheader) ]] && break; sleep 0.1; done
kill "${pids[@]}"
for _ in {1..30}; do kill -0 "${pids[slurmctld]}" || break; sleep 0.1; done
# What a killed slurmd has left: a job knows this cluster by its configuration.
for environment in /proc/[0-9]*/environ; do
  pid=${environment//[!0-9]/}
  [[ $pid != $$ ]] && grep -zqxs "SLURM_CONF=$SLURM_CONF" "$environment" && kill -KILL "$pid"
done
wait
