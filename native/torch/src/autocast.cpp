#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include "guard.h"
#include "handle.h"

// LibTorch 2.4 replaced the functions of one device each by functions that take the device.
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
#define PF_AUTOCAST_TAKES_DEVICE 1
#else
#define PF_AUTOCAST_TAKES_DEVICE 0
#endif

namespace {

void read_autocast(c10::DeviceType device, int32_t* enabled, int32_t* data_type) {
#if PF_AUTOCAST_TAKES_DEVICE
  *enabled = at::autocast::is_autocast_enabled(device) ? 1 : 0;
  *data_type = static_cast<int32_t>(at::autocast::get_autocast_dtype(device));
#else
  const auto cpu = device == c10::kCPU;
  *enabled = (cpu ? at::autocast::is_cpu_enabled() : at::autocast::is_enabled()) ? 1 : 0;
  *data_type = static_cast<int32_t>(
      cpu ? at::autocast::get_autocast_cpu_dtype() : at::autocast::get_autocast_gpu_dtype());
#endif
}

void write_autocast(c10::DeviceType device, bool enabled, at::ScalarType type) {
#if PF_AUTOCAST_TAKES_DEVICE
  at::autocast::set_autocast_enabled(device, enabled);
  at::autocast::set_autocast_dtype(device, type);
#else
  if (device == c10::kCPU) {
    at::autocast::set_cpu_enabled(enabled);
    at::autocast::set_autocast_cpu_dtype(type);
  } else {
    at::autocast::set_enabled(enabled);
    at::autocast::set_autocast_gpu_dtype(type);
  }
#endif
}

} // namespace

pf_status pf_get_autocast(int32_t device_type, int32_t* enabled, int32_t* data_type) {
  return pocketflow::guard([&] { read_autocast(static_cast<c10::DeviceType>(device_type), enabled, data_type); });
}

pf_status pf_set_autocast(int32_t device_type, int32_t enabled, int32_t data_type) {
  return pocketflow::guard([&] {
    write_autocast(
        static_cast<c10::DeviceType>(device_type), enabled != 0, static_cast<at::ScalarType>(data_type));
  });
}

pf_status pf_clear_autocast_cache(void) {
  return pocketflow::guard([] { at::autocast::clear_cache(); });
}
