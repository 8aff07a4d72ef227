#!/usr/bin/env bash
# Installs what building, testing and running need and builds the native shim. Quick when nothing is missing.
#   eng/setup.sh          what the product needs: libtorch, a C++ compiler, CMake, Node, the runtimes, Fashion-MNIST
#   eng/setup.sh --test   also the oracles of the tests: flatc, python3-torch, python3-onnx, PostgreSQL, what Optuna needs, chromium
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "setup: $1" >&2; exit 1; }

packages=(libtorch-dev libopenblas0-pthread libturbojpeg0 cmake ninja-build g++ dataset-fashion-mnist)
[ "${1:-}" = --test ] && packages+=(flatbuffers-compiler python3-torch python3-onnx python3-numpy python3-pil python3-protobuf
  postgresql python3-sqlalchemy python3-alembic python3-psycopg2 python3-scipy python3-colorlog
  python3-packaging python3-cmaes python3-tqdm chromium)
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
# An official LibTorch folder stands in for Debian's package.
[ -n "${LIBTORCH:-}" ] && packages=("${packages[@]/libtorch-dev/}")

missing=()
for package in "${packages[@]}"; do
  [ -z "$package" ] && continue
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null \
    || fail "this system has no apt-get; install the equivalents of: ${missing[*]} (see docs/dependencies.md)."
  sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || fail "run 'sudo apt-get install --no-install-recommends ${missing[*]}' once, then this again."
    sudo=(sudo)
  fi
  echo "setup: installing ${missing[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  { "${sudo[@]}" apt-get -qq update && "${sudo[@]}" apt-get -qq install -y --no-install-recommends "${missing[@]}"; } \
    >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "apt-get could not install ${missing[*]}; its log is $log."; }
  rm -f "$log"
fi

command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing; install the package dotnet-sdk-10.0 or the SDK's archive."
dotnet --list-sdks | grep -q '^10\.' || fail "'dotnet --list-sdks' shows no 10.x; install the .NET 10 SDK."

native/build.sh
runtimes/install.sh
