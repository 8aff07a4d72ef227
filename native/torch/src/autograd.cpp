#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/autograd.h>

#include "guard.h"
#include "handle.h"

using pocketflow::guard;
using pocketflow::unwrap;
using pocketflow::unwrap_list;
using pocketflow::wrap_optional;

pf_status pf_backward(
    pf_tensor* const* tensors, pf_tensor* const* gradients, int32_t count, int32_t retain_graph, int32_t create_graph) {
  return guard([&] {
    const auto given = unwrap_list(gradients, gradients == nullptr ? 0 : count);
    torch::autograd::backward(unwrap_list(tensors, count), given, retain_graph != 0, create_graph != 0);
  });
}

pf_status pf_grad(
    pf_tensor* const* outputs, pf_tensor* const* gradients, int32_t output_count,
    pf_tensor* const* inputs, int32_t input_count,
    int32_t retain_graph, int32_t create_graph, int32_t allow_unused, pf_tensor** results) {
  return guard([&] {
    const auto given = unwrap_list(gradients, gradients == nullptr ? 0 : output_count);
    const auto found = torch::autograd::grad(
        unwrap_list(outputs, output_count), unwrap_list(inputs, input_count), given,
        retain_graph != 0, create_graph != 0, allow_unused != 0);
    for (size_t i = 0; i < found.size(); ++i) {
      results[i] = wrap_optional(found[i]);
    }
  });
}

pf_status pf_requires_grad(const pf_tensor* tensor, int32_t* result) {
  return guard([&] { *result = unwrap(tensor).requires_grad() ? 1 : 0; });
}

pf_status pf_set_requires_grad(pf_tensor* tensor, int32_t value) {
  return guard([&] { unwrap(tensor).requires_grad_(value != 0); });
}

pf_status pf_is_leaf(const pf_tensor* tensor, int32_t* result) {
  return guard([&] { *result = unwrap(tensor).is_leaf() ? 1 : 0; });
}

pf_status pf_get_grad(const pf_tensor* tensor, pf_tensor** result) {
  return guard([&] { *result = wrap_optional(unwrap(tensor).grad()); });
}

pf_status pf_set_grad(pf_tensor* tensor, const pf_tensor* gradient) {
  return guard([&] { unwrap(tensor).mutable_grad() = pocketflow::unwrap_optional(gradient); });
}

pf_status pf_clear_grads(pf_tensor* const* tensors, int32_t count) {
  return guard([&] {
    for (int32_t i = 0; i < count; ++i) {
      unwrap(tensors[i]).mutable_grad().reset();
    }
  });
}

int32_t pf_grad_enabled(void) {
  return c10::GradMode::is_enabled() ? 1 : 0;
}

pf_status pf_set_grad_enabled(int32_t value) {
  return guard([&] { c10::GradMode::set_enabled(value != 0); });
}
