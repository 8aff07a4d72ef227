#!/bin/sh
# Puts the native parts of ONNX Runtime and LiteRT and the library that draws the charts of reports, pinned and hashed by
# package-lock.json, under artifacts/runtimes.
# Usage: runtimes/install.sh [directory]     Running it again does nothing until the lock file changes.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=${1:-${POCKETFLOW_RUNTIMES:-$here/../artifacts/runtimes}}

fail() { echo "runtimes/install.sh: $1" >&2; exit 1; }

case "$(uname -s)-$(uname -m)" in
  Linux-x86_64) native=linux/x64/libonnxruntime.so.1 ;;
  Linux-aarch64) native=linux/arm64/libonnxruntime.so.1 ;;
  Darwin-arm64) native=darwin/arm64/libonnxruntime.1.dylib ;;
  *) fail "there is no ONNX Runtime in the packages for $(uname -sm); Linux (x64, arm64) and macOS (arm64) have one." ;;
esac

stamp="$native $(cksum < "$here/package-lock.json")"
if [ -f "$target/installed" ] && [ "$(cat "$target/installed")" = "$stamp" ]; then exit 0; fi

command -v npm > /dev/null 2>&1 \
  || fail "npm was not found; install Node.js 20 or newer and npm (Debian: apt-get install nodejs npm), then rerun."

mkdir -p "$target" || fail "$target can't be written; pass another directory, and name it in POCKETFLOW_RUNTIMES."
stage=$(mktemp -d "$target/stage.XXXXXX")
trap 'rm -rf "$stage"' EXIT
trap 'exit 130' INT TERM

cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$stage/"
(cd "$stage" && npm ci --ignore-scripts > npm.log 2>&1) || {
  grep '^npm error' "$stage/npm.log" | head -n 5 >&2
  fail "npm could not fetch the runtimes (125 MB, once); check the network and npm's registry, then run again."
}

modules=$stage/node_modules
litert=$modules/@litertjs/core
mkdir "$stage/onnxruntime" "$stage/litert" "$stage/charts"
mv "$modules/onnxruntime-node/bin/napi-v6/$native" "$stage/onnxruntime/"
for build in internal compat_internal; do
  mv "$litert/wasm/litert_wasm_$build.js" "$litert/wasm/litert_wasm_$build.wasm" "$stage/litert/"
done
mv "$modules/echarts/dist/echarts.min.js" "$stage/charts/"
version=$(node -p 'require(process.argv[1]).version' "$litert/package.json")
printf '{ "name": "litert", "version": "%s", "type": "commonjs" }\n' "$version" > "$stage/litert/package.json"

# The stamp goes first and comes back last, so that an interrupted run is never taken for a finished one.
rm -rf "$target/installed" "$target/onnxruntime" "$target/litert" "$target/charts"
mv "$stage/onnxruntime" "$stage/litert" "$stage/charts" "$target/"
echo "$stamp" > "$target/installed"
