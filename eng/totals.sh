#!/usr/bin/env bash
# Adds up the counters of all .trx files in a folder and prints "N passed, N failed, N skipped".
# Fails when a test failed or none passed.
set -euo pipefail
cat "$1"/*.trx 2>/dev/null | grep -o '<Counters [^>]*' | tr ' ' '\n' | awk -F'"' '
  /^total=/ { total += $2 }
  /^passed=/ { passed += $2 }
  /^(failed|error|timeout|aborted)=/ { failed += $2 }
  END {
    printf "%d passed, %d failed, %d skipped\n", passed, failed, total - passed - failed
    exit failed > 0 || passed == 0
  }'
