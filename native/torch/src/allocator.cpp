#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <unordered_map>
#include <vector>

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>

#include "allocator.h"
#include "guard.h"

namespace pocketflow {
namespace {

// A training step asks for the same hundreds of megabytes again and again. The system's allocator gives such blocks
// back at once, and each new one then costs a page fault for every 4 KiB. This one keeps large blocks for the next
// request of their size, and asks for huge pages. What it holds besides live tensors never lifts the total above the
// most that was ever live, plus a margin, so that peak memory stays what it would be without it.
constexpr size_t smallest_cached = size_t{1} << 18;
constexpr size_t huge_page = size_t{1} << 21;
constexpr size_t page = 4096;
constexpr size_t alignment = 64;
constexpr size_t margin = size_t{32} << 20;

// At most an eighth is wasted, and sizes that differ a little share a list.
size_t rounded(size_t bytes) {
  size_t step = smallest_cached / 8;
  while (step * 16 <= bytes) {
    step *= 2;
  }
  return (bytes + step - 1) / step * step;
}

class BlockCache {
 public:
  void* take(size_t bytes) {
    const auto size = rounded(bytes);
    const std::lock_guard<std::mutex> lock(mutex_);
    live_ += size;
    peak_ = std::max(peak_, live_);
    auto found = free_.find(size);
    if (found != free_.end()) {
      auto* block = found->second.back();
      found->second.pop_back();
      if (found->second.empty()) {
        free_.erase(found);
      }
      kept_ -= size;
      used_[block] = size;
      return block;
    }
    shrink(peak_ + margin);
    auto* block = obtain(size);
    if (block == nullptr) {
      shrink(0);
      block = obtain(size);
    }
    if (block == nullptr) {
      live_ -= size;
      throw std::bad_alloc();
    }
    used_[block] = size;
    return block;
  }

  // False when the memory is not from here.
  bool give(void* block) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = used_.find(block);
    if (found == used_.end()) {
      return false;
    }
    const auto size = found->second;
    used_.erase(found);
    live_ -= size;
    kept_ += size;
    free_[size].push_back(block);
    return true;
  }

  void empty() {
    const std::lock_guard<std::mutex> lock(mutex_);
    shrink(0);
  }

 private:
  static void* obtain(size_t size) {
    void* block = nullptr;
    if (posix_memalign(&block, size >= huge_page ? huge_page : page, size) != 0) {
      return nullptr;
    }
    if (size >= huge_page) {
      madvise(block, size, MADV_HUGEPAGE); // advice only: without huge pages it is merely slower
    }
    return block;
  }

  // Frees kept blocks, largest first, until the total is within a limit.
  void shrink(size_t limit) {
    while (kept_ > 0 && live_ + kept_ > limit) {
      auto last = std::prev(free_.end());
      std::free(last->second.back());
      kept_ -= last->first;
      last->second.pop_back();
      if (last->second.empty()) {
        free_.erase(last);
      }
    }
  }

  std::mutex mutex_;
  std::map<size_t, std::vector<void*>> free_;
  std::unordered_map<void*, size_t> used_;
  size_t live_ = 0;
  size_t kept_ = 0;
  size_t peak_ = 0;
};

// Never destroyed: tensors may be freed while the process ends.
BlockCache& cache() {
  static auto* const instance = new BlockCache;
  return *instance;
}

// One function frees both kinds, which libtorch's raw_deleter wants. Only blocks of the cache are looked up.
void release(void* memory) {
  const auto may_be_cached = reinterpret_cast<uintptr_t>(memory) % page == 0;
  if (memory != nullptr && !(may_be_cached && cache().give(memory))) {
    std::free(memory);
  }
}

class CpuAllocator final : public c10::Allocator {
 public:
  // libtorch declares the function const up to 2.2 and not const later; one of the two overrides it.
  c10::DataPtr allocate(size_t bytes) const { return make(bytes); }
  c10::DataPtr allocate(size_t bytes) { return make(bytes); }

  // Called from 2.2 on.
  void copy_data(void* destination, const void* source, size_t bytes) const {
    std::memcpy(destination, source, bytes);
  }

  c10::DeleterFnPtr raw_deleter() const override { return &release; }

 private:
  static c10::DataPtr make(size_t bytes) {
    const c10::Device device(c10::DeviceType::CPU);
    if (bytes == 0) {
      return {nullptr, nullptr, &release, device};
    }
    if (bytes >= smallest_cached) {
      auto* memory = cache().take(bytes);
      return {memory, memory, &release, device};
    }
    void* memory = nullptr;
    if (posix_memalign(&memory, alignment, bytes) != 0) {
      throw std::bad_alloc();
    }
    return {memory, memory, &release, device};
  }
};

} // namespace

void install_allocator() {
  static CpuAllocator* const allocator = new CpuAllocator;
  c10::SetCPUAllocator(allocator, 1);
}

} // namespace pocketflow

pf_status pf_empty_cache(void) {
  return pocketflow::guard([] { pocketflow::cache().empty(); });
}
