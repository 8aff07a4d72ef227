#pragma once

#include <vector>

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include "pocketflow_torch.h"

namespace pocketflow {

// A handle is a counted reference to libtorch's own tensor object, so that making one allocates nothing.
pf_tensor* wrap(at::Tensor tensor);

// As wrap, but an undefined tensor becomes null.
pf_tensor* wrap_optional(at::Tensor tensor);

// A new reference to the tensor behind a handle. Throws on null.
at::Tensor unwrap(const pf_tensor* handle);

// As unwrap, but null becomes an undefined tensor.
at::Tensor unwrap_optional(const pf_tensor* handle);

std::vector<at::Tensor> unwrap_list(pf_tensor* const* handles, int32_t count);

c10::Device make_device(int32_t type, int32_t index);

} // namespace pocketflow
