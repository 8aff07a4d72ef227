#pragma once

#include <ATen/core/grad_mode.h>

namespace pocketflow {

// Switches gradient recording off for a block, whatever happens in it.
class NoGrad {
 public:
  NoGrad() : before_(c10::GradMode::is_enabled()) { c10::GradMode::set_enabled(false); }
  ~NoGrad() { c10::GradMode::set_enabled(before_); }
  NoGrad(const NoGrad&) = delete;
  NoGrad& operator=(const NoGrad&) = delete;

 private:
  bool before_;
};

} // namespace pocketflow
