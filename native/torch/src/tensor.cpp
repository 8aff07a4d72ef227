#include <cstring>
#include <stdexcept>
#include <string>

#include <ATen/ops/clone.h>
#include <ATen/ops/from_blob.h>

#include "guard.h"
#include "handle.h"

using pocketflow::guard;
using pocketflow::unwrap;
using pocketflow::wrap;

pf_status pf_tensor_from_memory(
    const void* data, int32_t data_type, const int64_t* sizes, int32_t dimensions,
    int32_t device_type, int32_t device_index, pf_tensor** result) {
  return guard([&] {
    const c10::IntArrayRef shape(sizes, static_cast<size_t>(dimensions));
    const auto type = static_cast<at::ScalarType>(data_type);
    const auto device = pocketflow::make_device(device_type, device_index);
    const auto view = at::from_blob(const_cast<void*>(data), shape, at::TensorOptions().dtype(type));
    *result = wrap(device.is_cpu() ? view.clone() : view.to(device));
  });
}

pf_status pf_tensor_to_memory(const pf_tensor* tensor, void* data, int64_t bytes, int32_t data_type) {
  return guard([&] {
    const auto type = static_cast<at::ScalarType>(data_type);
    const auto source = unwrap(tensor).detach().to(c10::Device(c10::kCPU), type).contiguous();
    const auto needed = static_cast<int64_t>(source.nbytes());
    if (needed != bytes) {
      throw std::invalid_argument(
          "The destination has " + std::to_string(bytes) + " bytes; the tensor needs " + std::to_string(needed) + ".");
    }
    if (bytes > 0) {
      std::memcpy(data, source.data_ptr(), static_cast<size_t>(bytes));
    }
  });
}

pf_status pf_tensor_data(const pf_tensor* tensor, void** data, int64_t* bytes) {
  return guard([&] {
    const auto value = unwrap(tensor);
    if (!value.is_cpu() || !value.is_contiguous()) {
      throw std::invalid_argument("Memory can be seen only of a contiguous tensor on the CPU; copy it there first.");
    }
    *data = value.data_ptr();
    *bytes = static_cast<int64_t>(value.nbytes());
  });
}

pf_status pf_tensor_describe(const pf_tensor* tensor, pf_tensor_info* info) {
  return guard([&] {
    const auto value = unwrap(tensor);
    info->element_count = value.numel();
    info->data_type = static_cast<int32_t>(value.scalar_type());
    info->dimensions = static_cast<int32_t>(value.dim());
    info->device_type = static_cast<int32_t>(value.device().type());
    info->device_index = static_cast<int32_t>(value.device().index());
  });
}

pf_status pf_tensor_sizes(const pf_tensor* tensor, int64_t* sizes, int64_t* strides) {
  return guard([&] {
    const auto value = unwrap(tensor);
    const auto bytes = static_cast<size_t>(value.dim()) * sizeof(int64_t);
    if (sizes != nullptr && bytes > 0) {
      std::memcpy(sizes, value.sizes().data(), bytes);
    }
    if (strides != nullptr && bytes > 0) {
      std::memcpy(strides, value.strides().data(), bytes);
    }
  });
}

pf_status pf_tensor_is_contiguous(const pf_tensor* tensor, int32_t memory_format, int32_t* result) {
  return guard([&] {
    *result = unwrap(tensor).is_contiguous(static_cast<c10::MemoryFormat>(memory_format)) ? 1 : 0;
  });
}
