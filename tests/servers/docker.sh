#!/bin/bash
# docker.sh start FOLDER | docker.sh stop FOLDER
# A Docker engine of its own for the container tests, where none runs: all its files in FOLDER, its socket
# FOLDER/docker.sock (export DOCKER_HOST=unix://FOLDER/docker.sock). Needs root; installs Debian's docker.io
# where there is no dockerd. The machine's firewall and routing stay as they are.
set -euo pipefail
[ $# = 2 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
action=$1 folder=$(realpath -m "$2")
socket=unix://$folder/docker.sock
answers() { docker -H "$socket" version >/dev/null 2>&1; }

case $action in
  start)
    answers && exit
    if ! command -v dockerd >/dev/null; then
      echo "installing Debian's docker.io" >&2
      apt-get -qq update
      DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends docker.io >/dev/null
    fi
    mkdir -p "$folder"
    rm -f "$folder/pid"
    # Without firewall rules, published ports are served by docker-proxy: enough for tests on one machine.
    setsid dockerd --host "$socket" --data-root "$folder/data" --exec-root "$folder/exec" \
      --pidfile "$folder/pid" --iptables=false --ip-forward=false >"$folder/log" 2>&1 </dev/null &
    daemon=$!
    for _ in $(seq 150); do
      answers && exit
      kill -0 $daemon 2>/dev/null || break
      sleep 0.2
    done
    tail -5 "$folder/log" >&2
    exit 1
    ;;
  stop)
    daemon=$(cat "$folder/pid")
    kill "$daemon"
    while kill -0 "$daemon" 2>/dev/null; do sleep 0.1; done
    umount "$folder"/exec/netns/* 2>/dev/null || : # it leaves these behind, and they block rm
    ;;
  *) echo "docker.sh: start or stop, not $action" >&2; exit 2 ;;
esac
