#include "guard.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace pocketflow {
namespace {
thread_local std::string last_error;
}

pf_status fail(pf_status status, const char* message) noexcept {
  try {
    last_error = message;
  } catch (...) {
    last_error.clear();
  }
  return status;
}

int64_t copy_text(const char* text, char* buffer, int64_t capacity) noexcept {
  const auto length = static_cast<int64_t>(std::strlen(text));
  if (buffer != nullptr && capacity > 0) {
    const auto copied = std::min(length, capacity - 1);
    std::memcpy(buffer, text, static_cast<size_t>(copied));
    buffer[copied] = '\0';
  }
  return length;
}

} // namespace pocketflow

int32_t pf_abi_version(void) {
  return PF_ABI_VERSION;
}

int64_t pf_last_error(char* buffer, int64_t capacity) {
  return pocketflow::copy_text(pocketflow::last_error.c_str(), buffer, capacity);
}
