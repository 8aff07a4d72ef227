#include "handle.h"

#include <atomic>
#include <stdexcept>
#include <utility>

namespace pocketflow {
namespace {
std::atomic<int64_t> live_tensors{0};

c10::TensorImpl* implementation(const pf_tensor* handle) {
  return reinterpret_cast<c10::TensorImpl*>(const_cast<pf_tensor*>(handle));
}
} // namespace

pf_tensor* wrap(at::Tensor tensor) {
  live_tensors.fetch_add(1, std::memory_order_relaxed);
  return reinterpret_cast<pf_tensor*>(tensor.unsafeReleaseTensorImpl());
}

pf_tensor* wrap_optional(at::Tensor tensor) {
  return tensor.defined() ? wrap(std::move(tensor)) : nullptr;
}

at::Tensor unwrap(const pf_tensor* handle) {
  if (handle == nullptr) {
    throw std::invalid_argument("A tensor handle is null; expected a live tensor.");
  }
  return unwrap_optional(handle);
}

at::Tensor unwrap_optional(const pf_tensor* handle) {
  using Pointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
  return handle == nullptr ? at::Tensor() : at::Tensor(Pointer::reclaim_copy(implementation(handle)));
}

std::vector<at::Tensor> unwrap_list(pf_tensor* const* handles, int32_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; ++i) {
    tensors.push_back(unwrap_optional(handles[i]));
  }
  return tensors;
}

c10::Device make_device(int32_t type, int32_t index) {
  return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

} // namespace pocketflow

int64_t pf_live_tensors(void) {
  return pocketflow::live_tensors.load(std::memory_order_relaxed);
}

void pf_tensor_free(pf_tensor* tensor) {
  using Pointer = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
  if (tensor != nullptr) {
    pocketflow::live_tensors.fetch_sub(1, std::memory_order_relaxed);
    Pointer::reclaim(pocketflow::implementation(tensor));
  }
}
