#pragma once

#include <new>
#include <stdexcept>

#include <c10/util/Exception.h>

#include "pocketflow_torch.h"

namespace pocketflow {

// Keeps the message for pf_last_error; never throws, even when memory is short.
pf_status fail(pf_status status, const char* message) noexcept;

// Gives a thread that calls for the first time the process-wide thread count; OpenMP keeps it per thread.
void prepare_thread();

// Runs a body so that no C++ exception leaves the library.
template <typename Body>
pf_status guard(const Body& body) noexcept {
  try {
    prepare_thread();
    body();
    return PF_OK;
  } catch (const c10::Error& error) {
    return fail(PF_TORCH_ERROR, error.what_without_backtrace());
  } catch (const std::bad_alloc&) {
    return fail(PF_OUT_OF_MEMORY, "Out of memory.");
  } catch (const std::invalid_argument& error) {
    return fail(PF_INVALID_ARGUMENT, error.what());
  } catch (const std::exception& error) {
    return fail(PF_TORCH_ERROR, error.what());
  } catch (...) {
    return fail(PF_UNKNOWN_ERROR, "An exception that is not a std::exception was thrown.");
  }
}

// Copies a message with its terminator and returns the length that it needs without the terminator.
int64_t copy_text(const char* text, char* buffer, int64_t capacity) noexcept;

} // namespace pocketflow
