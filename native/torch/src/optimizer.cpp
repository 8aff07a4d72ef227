#include <cmath>

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/mul.h>
#include <c10/core/impl/LocalDispatchKeySet.h>

#include "guard.h"
#include "handle.h"
#include "no_grad.h"

// Each step walks a parameter once with everything that it needs, where libtorch would run one kernel for each
// product and sum. Rounding is that of the separate kernels: the file is compiled without fused multiply-add.

namespace {

using pocketflow::guard;
using pocketflow::unwrap;

constexpr int64_t grain = 1 << 15;

struct SgdSettings {
  double learning_rate, momentum, weight_decay;
  bool nesterov;
};

struct AdamSettings {
  int64_t step;
  double learning_rate, beta1, beta2, epsilon, weight_decay;
  bool decoupled;
};

template <typename... Tensors>
bool is_plain(const at::Tensor& first, const Tensors&... rest) {
  return ((first.is_cpu() && first.scalar_type() == at::kFloat && first.is_contiguous()) && ... &&
          (rest.is_cpu() && rest.scalar_type() == at::kFloat && rest.is_contiguous()));
}

void sgd_plain(float* p, const float* g, float* m, int64_t count, const SgdSettings& s) {
  const auto rate = static_cast<float>(-s.learning_rate);
  const auto momentum = static_cast<float>(s.momentum);
  const auto decay = static_cast<float>(s.weight_decay);
  at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    if (m == nullptr) {
      for (int64_t i = begin; i < end; ++i) {
        p[i] += rate * (g[i] + decay * p[i]);
      }
    } else if (s.nesterov) {
      for (int64_t i = begin; i < end; ++i) {
        const auto gradient = g[i] + decay * p[i];
        m[i] = momentum * m[i] + gradient;
        p[i] += rate * (gradient + momentum * m[i]);
      }
    } else {
      for (int64_t i = begin; i < end; ++i) {
        m[i] = momentum * m[i] + (g[i] + decay * p[i]);
        p[i] += rate * m[i];
      }
    }
  });
}

void sgd_general(at::Tensor p, at::Tensor g, at::Tensor m, const SgdSettings& s) {
  if (s.weight_decay != 0) {
    g = g.add(p, s.weight_decay);
  }
  if (m.defined()) {
    m.mul_(s.momentum).add_(g);
    g = s.nesterov ? g.add(m, s.momentum) : m;
  }
  p.add_(g, -s.learning_rate);
}

void adam_plain(float* p, const float* g, float* m, float* v, int64_t count, const AdamSettings& s) {
  const auto correction = std::sqrt(1 - std::pow(s.beta2, static_cast<double>(s.step)));
  const auto rate = static_cast<float>(-s.learning_rate / (1 - std::pow(s.beta1, static_cast<double>(s.step))));
  const auto root = static_cast<float>(correction);
  const auto decay = static_cast<float>(s.decoupled ? 0 : s.weight_decay);
  const auto shrink = static_cast<float>(s.decoupled ? 1 - s.learning_rate * s.weight_decay : 1);
  const auto beta1 = static_cast<float>(s.beta1), beta2 = static_cast<float>(s.beta2);
  const auto rest1 = static_cast<float>(1 - s.beta1), rest2 = static_cast<float>(1 - s.beta2);
  const auto epsilon = static_cast<float>(s.epsilon);
  at::parallel_for(0, count, grain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const auto value = p[i] * shrink;
      const auto gradient = g[i] + decay * value;
      m[i] = m[i] * beta1 + rest1 * gradient;
      v[i] = v[i] * beta2 + rest2 * gradient * gradient;
      p[i] = value + rate * (m[i] / (std::sqrt(v[i]) / root + epsilon));
    }
  });
}

void adam_general(at::Tensor p, at::Tensor g, at::Tensor m, at::Tensor v, const AdamSettings& s) {
  if (s.decoupled) {
    p.mul_(1 - s.learning_rate * s.weight_decay);
  } else if (s.weight_decay != 0) {
    g = g.add(p, s.weight_decay);
  }
  m.mul_(s.beta1).add_(g, 1 - s.beta1);
  v.mul_(s.beta2).addcmul_(g, g, 1 - s.beta2);
  const auto correction = std::sqrt(1 - std::pow(s.beta2, static_cast<double>(s.step)));
  const auto denominator = v.sqrt().div_(correction).add_(s.epsilon);
  p.addcdiv_(m, denominator, -s.learning_rate / (1 - std::pow(s.beta1, static_cast<double>(s.step))));
}

template <typename Step>
void for_each_with_gradient(pf_tensor* const* parameters, int32_t count, const Step& step) {
  const pocketflow::NoGrad no_grad;
  for (int32_t i = 0; i < count; ++i) {
    auto parameter = unwrap(parameters[i]);
    const auto gradient = parameter.grad();
    if (gradient.defined()) {
      step(i, parameter, gradient);
      parameter.unsafeGetTensorImpl()->bump_version();
    }
  }
}

} // namespace

pf_status pf_sgd_step(
    pf_tensor* const* parameters, pf_tensor* const* momentum_buffers, int32_t count,
    double learning_rate, double momentum, double weight_decay, int32_t nesterov) {
  return guard([&] {
    const SgdSettings settings{learning_rate, momentum, weight_decay, nesterov != 0};
    for_each_with_gradient(parameters, count, [&](int32_t i, at::Tensor& p, const at::Tensor& gradient) {
      const auto g = p.is_contiguous() ? gradient.contiguous() : gradient;
      const auto m = momentum_buffers == nullptr ? at::Tensor() : unwrap(momentum_buffers[i]);
      if (m.defined() ? is_plain(p, g, m) : is_plain(p, g)) {
        sgd_plain(
            p.data_ptr<float>(), g.data_ptr<float>(), m.defined() ? m.data_ptr<float>() : nullptr, p.numel(), settings);
      } else {
        sgd_general(p, g, m, settings);
      }
    });
  });
}

pf_status pf_adam_step(
    pf_tensor* const* parameters, pf_tensor* const* means, pf_tensor* const* variances, int32_t count,
    int64_t step, double learning_rate, double beta1, double beta2, double epsilon, double weight_decay,
    int32_t decoupled) {
  return guard([&] {
    const AdamSettings settings{step, learning_rate, beta1, beta2, epsilon, weight_decay, decoupled != 0};
    for_each_with_gradient(parameters, count, [&](int32_t i, at::Tensor& p, const at::Tensor& gradient) {
      const auto g = p.is_contiguous() ? gradient.contiguous() : gradient;
      const auto m = unwrap(means[i]), v = unwrap(variances[i]);
      if (is_plain(p, g, m, v)) {
        adam_plain(
            p.data_ptr<float>(), g.data_ptr<float>(), m.data_ptr<float>(), v.data_ptr<float>(), p.numel(), settings);
      } else {
        adam_general(p, g, m, v, settings);
      }
    });
  });
}

pf_status pf_lerp(pf_tensor* const* targets, pf_tensor* const* sources, int32_t count, double weight) {
  return guard([&] {
    const pocketflow::NoGrad no_grad;
    for (int32_t i = 0; i < count; ++i) {
      auto target = unwrap(targets[i]);
      const auto source = unwrap(sources[i]);
      if (at::isFloatingType(target.scalar_type())) {
        target.lerp_(source.to(target.scalar_type()), weight);
      } else {
        target.copy_(source);
      }
    }
  });
}
