#!/usr/bin/env bash
# What a flush costs per row, for backlogs of growing size: fills an outbox with deterministic events of about 550 bytes, flushes it
# with the runnable jar into the built-in ingest server (a process of its own that reads the body and answers), and prints a line per
# size. CPU is user + system of the whole flushing process, JVM start and JIT included. Needs GNU time.
#
#   mvn -q -DskipTests package && benchmarks/backlog.sh [JVM options of the flush, e.g. -Xmx128m]
#
# SIZES="10000 100000" chooses other sizes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jar=$PWD/bootstrap/target/kaizen-sync.jar
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT

KAIZEN_SYNC_TEAM_SALT_HEX=$(printf 'ab%.0s' {1..32})
export KAIZEN_SYNC_TEAM_SALT_HEX KAIZEN_SYNC_TEAM_ID=benchmark KAIZEN_SYNC_TEAM_TOKEN=benchmark
mkdir "$work/workspace" "$work/home"

events() {
  awk -v rows="$1" 'BEGIN {
    srand(42)
    n = split("cache token loop client session index handler update retry batch module schema parser config", word, " ")
    for (row = 0; row < rows; row++) {
      text = ""
      for (i = 0; i < 28; i++) text = text (i ? " " : "") word[int(rand() * n) + 1]
      printf "{\"session_id_hash\":\"blake3:%064x\",\"event_seq\":%d,\"ts_ms\":%.0f,\"agent\":\"codex\"," \
        "\"model\":\"gpt-5-codex\",\"kind\":\"tool_call\",\"source\":\"hook\",\"tool\":\"Edit\",\"tool_call_id\":\"toolu_%024d\"," \
        "\"tokens_in\":%d,\"tokens_out\":%d,\"cost_usd_e6\":%d,\"payload\":{\"duration_ms\":%d,\"ok\":true,\"text\":\"%s\"}}\n",
        int(row / 50) + 1, row, 1760000000000 + row * 1700, int(rand() * 1000000000), int(rand() * 200000),
        int(rand() * 9000), int(rand() * 500000), int(rand() * 60000), text
    }
  }'
}

java -jar "$jar" -q ingest-server --discard --token benchmark >"$work/server" &
server=$!
until url=$(grep -som1 'http://[^ ]*' "$work/server"); do kill -0 "$server" && sleep 0.1; done

printf '%8s %8s %8s %11s %7s   flush: java %s\n' rows seconds rows/s 'CPU µs/row' 'RSS MB' "$*"
for rows in ${SIZES:-10000 100000 1000000}; do
  outbox=(--workspace "$work/workspace" --home "$work/home" --db "$work/$rows.db")
  events "$rows" | java -jar "$jar" -q "${outbox[@]}" enqueue --kind events - >/dev/null
  /usr/bin/time -f '%e %U %S %M' -o "$work/cost" \
    java "$@" -jar "$jar" -q "${outbox[@]}" run --once --set "sync.endpoint=$url" >/dev/null
  awk -v rows="$rows" '{printf "%8d %8.1f %8.0f %11.1f %7.0f\n", rows, $1, rows / $1, ($2 + $3) * 1e6 / rows, $4 / 1024}' \
    "$work/cost"
  rm -r "$work/$rows.db"*
done
