# shellcheck shell=bash
# Measures what the daemon of the tree at $root costs at its defaults. Sourced by verify, after run.bash.
# shellcheck disable=SC2154 # names that cross the files: root, and the folders of build.bash

readonly REQUESTS=1000
# In thousandths of a percent of one core, in KiB, in milliseconds.
readonly MOST_BEYOND=200 MOST_IN_ALL=500 MOST_RSS=$((72 * 1024)) MOST_TO_READY=700

# ask PORT PATH: the answer, header and all.
ask() {
  local connection
  exec {connection}<>"/dev/tcp/127.0.0.1/$1" || return
  printf 'GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' "$2" >&"$connection"
  cat <&"$connection"
  exec {connection}>&-
}

# CPU time of a process so far, in milliseconds: utime and stime of proc(5), 100 ticks a second. The name
# before them has no space.
cpu_millis() {
  local -a fields
  read -ra fields <"/proc/$1/stat"
  REPLY=$(((fields[13] + fields[14]) * 10))
}

# The CPU time that exchanges took so far, in milliseconds, as the daemon says.
exchange_millis() {
  local name value
  while read -r name value; do
    if [[ $name == tscwatch_exchange_cpu_seconds_total ]]; then
      REPLY=$(printf '%.0f' "$(awk -v s="$value" 'BEGIN { print s * 1000 }')")
    fi
  done < <(ask "$1" /metrics | tr -d '\r')
}

# goal WHAT VALUE MOST TEXT: one line, and whether it was reached.
goal() {
  local word=reached
  if (($2 > $3)); then word='FALLS SHORT' reached=false; fi
  printf '  %-46s %s   %s\n' "$1" "$4" "$word"
}

# median NUMBER...: the lower one of two in the middle.
median() {
  local -a sorted
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  REPLY=${sorted[($# - 1) / 2]}
}

percent() {
  printf '%d.%03d %%' $(($1 / 1000)) $(($1 % 1000))
}

# cost SECONDS: prints the figures; fails if one falls short of its goal.
cost() {
  local seconds=$1 port=$((20000 + RANDOM % 10000)) state daemon reached=true line
  local started ready used own rss i page minute=60 left=$1
  local last_used last_own now_used now_own
  local -a beyond_by_minute in_all_by_minute
  local -a pages=(/v1/status /v1/matrix /v1/history /metrics /healthz /readyz /openapi.json /)
  state=$(mktemp -d)
  # Two starts first: one makes the archive of classes, one fills the caches.
  for i in 1 2 3; do
    : >"$state/log"
    started=${EPOCHREALTIME/./}
    "$root/tscwatch" daemon --config "$root/launch/cost.yaml" --listen "127.0.0.1:$port" \
      --state-dir "$state" >"$state/log" 2>&1 &
    daemon=$!
    until grep -q 'First full sweep done' "$state/log"; do
      kill -0 "$daemon" 2>/dev/null || fail "$EX_SOFTWARE" "the daemon did not start: $(<"$state/log")"
      sleep 0.005
    done
    ready=$(((${EPOCHREALTIME/./} - started) / 1000))
    if ((i < 3)); then
      kill "$daemon"
      wait "$daemon" || true
    fi
  done
  say "measuring for $seconds s"
  # What starting took is not what watching takes, nor what the first page took of all that were ever asked for.
  exchange_millis "$port"
  sleep 10
  cpu_millis "$daemon" && used=$REPLY
  exchange_millis "$port" && own=$REPLY
  last_used=$used last_own=$own
  # By the minute too: where a hypervisor takes the CPU away in the middle of an exchange, a guest's kernel
  # counts that as the exchange's time, and a few such moments make most of the whole.
  while ((left > 0)); do
    ((left >= minute)) || minute=$left
    sleep "$minute"
    left=$((left - minute))
    cpu_millis "$daemon" && now_used=$REPLY
    exchange_millis "$port" && now_own=$REPLY
    in_all_by_minute+=($((100 * (now_used - last_used) / minute)))
    beyond_by_minute+=($((100 * (now_used - last_used - now_own + last_own) / minute)))
    last_used=$now_used last_own=$now_own
  done
  own=$((last_own - own)) used=$((last_used - used))
  for ((i = 0; i < REQUESTS; i++)); do
    page=${pages[i % ${#pages[@]}]}
    ask "$port" "$page" >/dev/null
  done
  while read -r line; do
    if [[ $line == VmRSS:* ]]; then rss=${line//[^0-9]/}; fi
  done <"/proc/$daemon/status"
  printf 'The daemon at its defaults, %d CPUs, %d s\n' "$(nproc)" "$seconds"
  goal 'CPU time beyond that of exchanges, of one core' $((100 * (used - own) / seconds)) $MOST_BEYOND \
    "$(percent $((100 * (used - own) / seconds)))"
  goal 'CPU time in all, of one core' $((100 * used / seconds)) $MOST_IN_ALL "$(percent $((100 * used / seconds)))"
  line=
  for i in "${beyond_by_minute[@]}"; do line+=" $(percent "$i")"; done
  printf '  %-46s%s\n' '  minute by minute, beyond exchanges' "${line// %/}"
  median "${beyond_by_minute[@]}"
  printf '  %-46s %s\n' '  of the minute in the middle, beyond exchanges' "$(percent "$REPLY")"
  median "${in_all_by_minute[@]}"
  printf '  %-46s %s\n' '  of the minute in the middle, in all' "$(percent "$REPLY")"
  goal "resident memory after $REQUESTS requests" "$rss" $MOST_RSS "$((rss / 1024)).$((rss % 1024 * 10 / 1024)) MiB"
  goal 'from exec to READY, the first sweep included' "$ready" $MOST_TO_READY "$ready ms"
  ask "$port" /metrics | tr -d '\r' | grep -E '^tscwatch_intrusion' | sed 's/^/  /'
  kill "$daemon"
  wait "$daemon" || true
  rm -rf "$state"
  $reached
}
