#pragma once

#include <string>
#include <vector>

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include "pocketflow_torch.h"

namespace pocketflow {

// What the shim has to know about one argument of an operator, read from its schema once.
struct ArgumentSpec {
  std::string name;
  c10::TypeKind kind;
  c10::TypeKind element_kind; // of a list
  bool element_is_optional = false;
  int32_t list_length = 1; // a single value is repeated so often for a list such as int[2]
  bool has_default = false;
  c10::IValue default_value;
  std::string type_text;
};

ArgumentSpec read_spec(const c10::Argument& argument);

// The value that the schema wants: integers become reals, scalars or lists where it asks for them.
c10::IValue to_ivalue(const ArgumentSpec& spec, const pf_value& value);

// Appends a result; a list is appended element by element.
void append_result(const c10::IValue& result, std::vector<pf_value>& values);

// Frees the tensors of results that nobody took.
void free_results(std::vector<pf_value>& values) noexcept;

} // namespace pocketflow
