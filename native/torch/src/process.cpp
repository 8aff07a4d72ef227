#include <atomic>
#include <mutex>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include "allocator.h"
#include "guard.h"
#include "handle.h"

using pocketflow::guard;

namespace pocketflow {
namespace {
std::atomic<int> thread_count{0};
thread_local int applied_count = 0;

void apply(int wanted) {
  applied_count = wanted;
  if (wanted > 0) {
    at::set_num_threads(wanted);
  }
}
} // namespace

void prepare_thread() {
  const auto wanted = thread_count.load(std::memory_order_relaxed);
  if (wanted != applied_count) {
    apply(wanted);
  }
}
} // namespace pocketflow

int64_t pf_torch_version(char* buffer, int64_t capacity) {
  return pocketflow::copy_text(TORCH_VERSION, buffer, capacity);
}

pf_status pf_initialize(int32_t threads, int32_t cache_memory) {
  if (cache_memory != 0) {
    pocketflow::install_allocator();
  }
  return pf_set_threads(threads);
}

pf_status pf_manual_seed(int64_t seed) {
  return guard([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

pf_status pf_get_random_state(int32_t device_type, int32_t device_index, pf_tensor** result) {
  return guard([&] {
    auto generator = at::globalContext().defaultGenerator(pocketflow::make_device(device_type, device_index));
    const std::lock_guard<std::mutex> lock(generator.mutex());
    *result = pocketflow::wrap(generator.get_state());
  });
}

pf_status pf_set_random_state(int32_t device_type, int32_t device_index, const pf_tensor* state) {
  return guard([&] {
    auto generator = at::globalContext().defaultGenerator(pocketflow::make_device(device_type, device_index));
    const std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(pocketflow::unwrap(state));
  });
}

pf_status pf_get_threads(int32_t* intra, int32_t* inter) {
  return guard([&] {
    *intra = at::get_num_threads();
    *inter = at::get_num_interop_threads();
  });
}

pf_status pf_set_threads(int32_t intra) {
  return guard([&] {
    if (intra < 1) {
      throw std::invalid_argument("The thread count is " + std::to_string(intra) + "; expected 1 or more.");
    }
    pocketflow::thread_count.store(intra, std::memory_order_relaxed);
    pocketflow::apply(intra);
  });
}

pf_status pf_set_interop_threads(int32_t inter) {
  return guard([&] { at::set_num_interop_threads(inter); });
}

pf_status pf_set_flush_denormal(int32_t value, int32_t* supported) {
  return guard([&] { *supported = at::globalContext().setFlushDenormal(value != 0) ? 1 : 0; });
}
