#include "convert.h"

#include <stdexcept>

#include <ATen/core/List.h>
#include <ATen/core/jit_type.h>

#include "handle.h"

namespace pocketflow {
namespace {

[[noreturn]] void reject(const ArgumentSpec& spec, const pf_value& value) {
  static const char* const names[] = {"none", "default", "tensor", "int", "double", "bool",
                                      "int list", "double list", "tensor list", "string", "device"};
  const auto known = value.kind >= PF_NONE && value.kind <= PF_DEVICE;
  throw std::invalid_argument(
      "argument '" + spec.name + "' got a value of kind " + (known ? names[value.kind] : "unknown") +
      "; the schema expects " + spec.type_text);
}

c10::IValue number(const ArgumentSpec& spec, const pf_value& value) {
  switch (value.kind) {
    case PF_INT: return c10::IValue(value.integer);
    case PF_DOUBLE: return c10::IValue(value.real);
    case PF_BOOL: return c10::IValue(value.integer != 0);
    default: reject(spec, value);
  }
}

double real(const ArgumentSpec& spec, const pf_value& value) {
  switch (value.kind) {
    case PF_INT: return static_cast<double>(value.integer);
    case PF_DOUBLE: return value.real;
    default: reject(spec, value);
  }
}

int64_t integer(const ArgumentSpec& spec, const pf_value& value) {
  if (value.kind != PF_INT && value.kind != PF_BOOL) {
    reject(spec, value);
  }
  return value.integer;
}

std::vector<int64_t> integers(const ArgumentSpec& spec, const pf_value& value) {
  if (value.kind == PF_INT) {
    return std::vector<int64_t>(static_cast<size_t>(spec.list_length), value.integer);
  }
  if (value.kind != PF_INT_LIST) {
    reject(spec, value);
  }
  const auto* first = static_cast<const int64_t*>(value.pointer);
  return std::vector<int64_t>(first, first + value.length);
}

c10::IValue reals(const ArgumentSpec& spec, const pf_value& value) {
  if (value.kind == PF_DOUBLE_LIST) {
    const auto* first = static_cast<const double*>(value.pointer);
    return c10::IValue(std::vector<double>(first, first + value.length));
  }
  const auto whole = integers(spec, value);
  return c10::IValue(std::vector<double>(whole.begin(), whole.end()));
}

c10::IValue booleans(const ArgumentSpec& spec, const pf_value& value) {
  c10::List<bool> list;
  for (const auto item : integers(spec, value)) {
    list.push_back(item != 0);
  }
  return c10::IValue(std::move(list));
}

c10::IValue tensors(const ArgumentSpec& spec, const pf_value& value) {
  if (value.kind != PF_TENSOR_LIST) {
    reject(spec, value);
  }
  auto* const* handles = static_cast<pf_tensor* const*>(value.pointer);
  if (!spec.element_is_optional) {
    return c10::IValue(unwrap_list(handles, static_cast<int32_t>(value.length)));
  }
  c10::impl::GenericList list(c10::OptionalType::create(c10::TensorType::get()));
  for (int64_t i = 0; i < value.length; ++i) {
    list.push_back(handles[i] == nullptr ? c10::IValue() : c10::IValue(unwrap(handles[i])));
  }
  return c10::IValue(std::move(list));
}

c10::IValue list(const ArgumentSpec& spec, const pf_value& value) {
  switch (spec.element_kind) {
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return c10::IValue(integers(spec, value));
    case c10::TypeKind::FloatType: return reals(spec, value);
    case c10::TypeKind::BoolType: return booleans(spec, value);
    case c10::TypeKind::TensorType: return tensors(spec, value);
    default: reject(spec, value);
  }
}

pf_value make_value(int32_t kind) {
  pf_value value{};
  value.kind = kind;
  return value;
}

void append_tensor(const at::Tensor& tensor, std::vector<pf_value>& values) {
  auto value = make_value(tensor.defined() ? PF_TENSOR : PF_NONE);
  value.pointer = wrap_optional(tensor);
  values.push_back(value);
}

} // namespace

ArgumentSpec read_spec(const c10::Argument& argument) {
  ArgumentSpec spec;
  spec.name = argument.name();
  auto type = argument.type();
  spec.type_text = type->str();
  if (type->kind() == c10::TypeKind::OptionalType) {
    type = type->castRaw<c10::OptionalType>()->getElementType();
  }
  spec.kind = type->kind();
  spec.element_kind = spec.kind;
  if (spec.kind == c10::TypeKind::ListType) {
    auto element = type->castRaw<c10::ListType>()->getElementType();
    if (element->kind() == c10::TypeKind::OptionalType) {
      spec.element_is_optional = true;
      element = element->castRaw<c10::OptionalType>()->getElementType();
    }
    spec.element_kind = element->kind();
  }
  spec.list_length = argument.N() ? *argument.N() : 1;
  if (argument.default_value()) {
    spec.has_default = true;
    spec.default_value = *argument.default_value();
  }
  return spec;
}

c10::IValue to_ivalue(const ArgumentSpec& spec, const pf_value& value) {
  if (value.kind == PF_NONE) {
    return c10::IValue();
  }
  if (value.kind == PF_DEFAULT) {
    if (!spec.has_default) {
      throw std::invalid_argument("argument '" + spec.name + "' has no default; pass a value");
    }
    return spec.default_value;
  }
  switch (spec.kind) {
    case c10::TypeKind::TensorType:
      if (value.kind != PF_TENSOR) {
        reject(spec, value);
      }
      return c10::IValue(unwrap(static_cast<const pf_tensor*>(value.pointer)));
    case c10::TypeKind::NumberType: return number(spec, value);
    case c10::TypeKind::FloatType: return c10::IValue(real(spec, value));
    case c10::TypeKind::IntType:
    case c10::TypeKind::SymIntType: return c10::IValue(integer(spec, value));
    case c10::TypeKind::BoolType: return c10::IValue(integer(spec, value) != 0);
    case c10::TypeKind::ListType: return list(spec, value);
    case c10::TypeKind::StringType:
      if (value.kind != PF_STRING) {
        reject(spec, value);
      }
      return c10::IValue(std::string(static_cast<const char*>(value.pointer), static_cast<size_t>(value.length)));
    case c10::TypeKind::DeviceObjType:
      if (value.kind != PF_DEVICE) {
        reject(spec, value);
      }
      return c10::IValue(make_device(
          static_cast<int32_t>(value.integer & 0xffffffff), static_cast<int32_t>(value.integer >> 32)));
    default: reject(spec, value);
  }
}

void append_result(const c10::IValue& result, std::vector<pf_value>& values) {
  if (result.isTensor()) {
    append_tensor(result.toTensor(), values);
  } else if (result.isNone()) {
    values.push_back(make_value(PF_NONE));
  } else if (result.isInt()) {
    values.push_back(make_value(PF_INT));
    values.back().integer = result.toInt();
  } else if (result.isDouble()) {
    values.push_back(make_value(PF_DOUBLE));
    values.back().real = result.toDouble();
  } else if (result.isBool()) {
    values.push_back(make_value(PF_BOOL));
    values.back().integer = result.toBool() ? 1 : 0;
  } else if (result.isList()) {
    for (const auto& item : result.toListRef()) {
      append_result(item, values);
    }
  } else if (result.isTensorList()) {
    for (const at::Tensor& item : result.toTensorVector()) {
      append_tensor(item, values);
    }
  } else {
    throw std::invalid_argument("the operator returned a " + result.tagKind() + ", which the shim cannot return");
  }
}

void free_results(std::vector<pf_value>& values) noexcept {
  for (auto& value : values) {
    if (value.kind == PF_TENSOR) {
      pf_tensor_free(static_cast<pf_tensor*>(value.pointer));
    }
  }
  values.clear();
}

} // namespace pocketflow
