#pragma once

namespace pocketflow {

// Makes libtorch take the memory of CPU tensors from a cache of large blocks.
void install_allocator();

} // namespace pocketflow
