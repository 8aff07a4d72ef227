#include <algorithm>
#include <string>
#include <vector>

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>

#include "convert.h"
#include "guard.h"
#include "handle.h"

// An operator with what its schema says about arguments; found once and kept for the life of the process.
struct pf_operator {
  c10::OperatorHandle handle;
  std::vector<pocketflow::ArgumentSpec> arguments;
};

namespace {

using pocketflow::guard;

// Results that did not fit in the caller's array.
thread_local std::vector<pf_value> pending;

std::string full_name(const pf_operator& op) {
  const auto& name = op.handle.operator_name();
  return name.overload_name.empty() ? name.name : name.name + "." + name.overload_name;
}

void push_arguments(const pf_operator& op, const pf_value* arguments, int32_t count, torch::jit::Stack& stack) {
  const auto expected = static_cast<int32_t>(op.arguments.size());
  if (count > expected) {
    throw std::invalid_argument(
        full_name(op) + " got " + std::to_string(count) + " arguments; its schema has " + std::to_string(expected));
  }
  stack.reserve(static_cast<size_t>(expected));
  const pf_value missing{PF_DEFAULT, 0, 0, {0}};
  for (int32_t i = 0; i < expected; ++i) {
    try {
      stack.push_back(pocketflow::to_ivalue(op.arguments[static_cast<size_t>(i)], i < count ? arguments[i] : missing));
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(full_name(op) + ": " + error.what() + ".");
    }
  }
}

bool move_single_tensor(torch::jit::Stack& stack, pf_value* results, int32_t* count) {
  if (stack.size() != 1 || !stack[0].isTensor()) {
    return false;
  }
  auto tensor = std::move(stack[0]).toTensor();
  results[0].kind = tensor.defined() ? PF_TENSOR : PF_NONE;
  results[0].pointer = pocketflow::wrap_optional(std::move(tensor));
  *count = 1;
  return true;
}

} // namespace

pf_status pf_find_operator(const char* name, const char* overload_name, pf_operator** result) {
  return guard([&] {
    const auto found = c10::Dispatcher::singleton().findSchema({name, overload_name});
    if (!found) {
      throw std::invalid_argument(
          std::string("This libtorch has no operator ") + name + " with overload '" + overload_name + "'.");
    }
    auto op = std::make_unique<pf_operator>(pf_operator{*found, {}});
    for (const auto& argument : found->schema().arguments()) {
      op->arguments.push_back(pocketflow::read_spec(argument));
    }
    *result = op.release();
  });
}

pf_status pf_call(
    const pf_operator* op, const pf_value* arguments, int32_t argument_count,
    pf_value* results, int32_t capacity, int32_t* result_count) {
  return guard([&] {
    pocketflow::free_results(pending);
    *result_count = 0;
    torch::jit::Stack stack;
    push_arguments(*op, arguments, argument_count, stack);
    op->handle.callBoxed(stack);
    if (capacity == 0 || move_single_tensor(stack, results, result_count)) {
      return;
    }
    for (const auto& item : stack) {
      pocketflow::append_result(item, pending);
    }
    *result_count = static_cast<int32_t>(pending.size());
    const auto taken = std::min(capacity, *result_count);
    std::copy_n(pending.begin(), taken, results);
    pending.erase(pending.begin(), pending.begin() + taken);
  });
}

pf_status pf_take_results(pf_value* results, int32_t capacity) {
  return guard([&] {
    if (capacity != static_cast<int32_t>(pending.size())) {
      throw std::invalid_argument("Take all " + std::to_string(pending.size()) + " pending results at once.");
    }
    std::copy(pending.begin(), pending.end(), results);
    pending.clear();
  });
}
