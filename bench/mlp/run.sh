#!/usr/bin/env bash
# Train the three workloads with bayeskit, scikit-learn and PyTorch in turn, and print how
# many samples a second each manages, medians, and ratios to the faster peer:
#
#	bench/mlp/run.sh [OUT.csv [REPEATS [TASKS [THREADS [DTYPES]]]]]
#
# Peers are Debian's packages; OpenBLAS is left to choose the processor's own kernel.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "${1:-$here/../mlp.csv}") repeats=${2:-5} tasks=${3:-digits regression images} threads=${4:-1 2} dtypes=${5:-float32 float64}
cd "$here"
python=/usr/bin/python3
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
if ! $python -c 'import torch, sklearn' 2>/dev/null; then
	apt-get install -y --no-install-recommends python3-torch python3-sklearn python3-threadpoolctl
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
go build -o "$dir/mlp" .
$python -B data.py "$dir"
echo "program,task,dtype,threads,epochs,wall_s,cpu_s,samples_per_s,final_loss,load1" >"$out"
measure() {
	local load
	load=$(cut -d' ' -f1 /proc/loadavg)
	echo "$("$@"),$load" >>"$out"
}
for _ in $(seq "$repeats"); do
	for task in $tasks; do
		for n in $threads; do
			for dtype in $dtypes; do
				measure "$dir/mlp" "$dir" "$task" "$dtype" "$n"
				for peer in sklearn torch torch-foreach; do
					# PyTorch as it comes is many times slower with two threads than with one.
					[ "$peer,$n" = torch,2 ] && continue
					measure $python -B peer.py $peer "$task" "$dtype" "$n"
				done
			done
		done
	done
done
$python -B - "$out" <<'PY'
import csv
import statistics
import sys

runs = {}
for r in csv.DictReader(open(sys.argv[1])):
    runs.setdefault((r["task"], r["dtype"], r["threads"]), {}).setdefault(r["program"], []).append(r)
# On a busy machine what a process computes is told by its CPU time; with two threads
# only the clock on the wall tells whether they ran side by side.
def speed_of(run):
    samples = float(run["samples_per_s"]) * float(run["wall_s"])
    return samples / float(run["cpu_s" if run["threads"] == "1" else "wall_s"])


for key, programs in runs.items():
    speed = {p: statistics.median(map(speed_of, rs)) for p, rs in programs.items()}
    loss = {p: statistics.median(float(r["final_loss"]) for r in rs) for p, rs in programs.items()}
    ours = next(p for p in speed if p.startswith("bayeskit"))
    best = max((p for p in speed if p != ours), key=speed.get)
    print(f"{key[0]:10} {key[1]} threads {key[2]}: {ours} {speed[ours]:,.0f}/s, loss {loss[ours]:.4f}; "
          f"{best} {speed[best]:,.0f}/s, loss {loss[best]:.4f}; ratio {speed[ours] / speed[best]:.2f}")
PY
