#!/bin/sh
# Builds artifacts/native/libpocketflow_torch.so. Quick when nothing changed.
# LIBTORCH names an official LibTorch folder; without it Debian's libtorch-dev is used.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
build="$root/artifacts/native/build"

stop() {
    echo "native/build.sh: $1" >&2
    exit 1
}

for tool in cmake c++; do
    command -v "$tool" > /dev/null || stop "$tool is missing: run 'apt-get install cmake ninja-build g++'."
done
if [ -n "${LIBTORCH:-}" ]; then
    [ -f "$LIBTORCH/include/ATen/core/Tensor.h" ] || stop "LIBTORCH is '$LIBTORCH', but it has no include/ATen: \
name the folder of an official LibTorch, or unset it."
elif [ ! -f /usr/include/ATen/core/Tensor.h ]; then
    stop "libtorch is missing: run 'apt-get install libtorch-dev', or set LIBTORCH to the folder of an official LibTorch."
fi

# A tree that was configured for another libtorch is not reused.
mkdir -p "$build"
if [ ! -f "$build/libtorch.txt" ] || [ "$(cat "$build/libtorch.txt")" != "${LIBTORCH:-system}" ]; then
    rm -rf "$build"
    mkdir -p "$build"
    generator="Unix Makefiles"
    if command -v ninja > /dev/null; then generator=Ninja; fi
    cmake -S "$root/native/torch" -B "$build" -G "$generator" > "$build/configure.log" 2>&1 ||
        { cat "$build/configure.log" >&2; stop "cmake could not configure the shim."; }
    echo "${LIBTORCH:-system}" > "$build/libtorch.txt"
fi
cmake --build "$build" --parallel "${PF_BUILD_JOBS:-2}" > "$build/build.log" 2>&1 ||
    { cat "$build/build.log" >&2; stop "the shim did not compile."; }

# Replaced by a rename, so that a process that has it loaded keeps its own copy.
if ! cmp -s "$build/libpocketflow_torch.so" "$root/artifacts/native/libpocketflow_torch.so"; then
    cp "$build/libpocketflow_torch.so" "$root/artifacts/native/.libpocketflow_torch.so.new"
    mv "$root/artifacts/native/.libpocketflow_torch.so.new" "$root/artifacts/native/libpocketflow_torch.so"
fi
