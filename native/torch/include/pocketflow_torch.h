/* C interface to libtorch for PocketFlow.
 *
 * Every function that can fail returns pf_status and writes its results last. After a failure the message of the
 * calling thread is read with pf_last_error. A pf_tensor* that a function returns belongs to the caller, who gives it
 * back with pf_tensor_free; arguments are only borrowed. Data types and memory formats are libtorch's own numbers. */
#ifndef POCKETFLOW_TORCH_H
#define POCKETFLOW_TORCH_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PF_API __attribute__((visibility("default")))
#define PF_ABI_VERSION 1

typedef struct pf_tensor pf_tensor;
typedef struct pf_operator pf_operator;

typedef int32_t pf_status;
enum {
  PF_OK = 0,
  PF_TORCH_ERROR = 1,
  PF_INVALID_ARGUMENT = 2,
  PF_OUT_OF_MEMORY = 3,
  PF_UNKNOWN_ERROR = 4
};

enum {
  PF_NONE = 0,        /* absent optional value */
  PF_DEFAULT = 1,     /* what the operator's schema says */
  PF_TENSOR = 2,      /* pointer */
  PF_INT = 3,         /* integer; also data type, layout, memory format */
  PF_DOUBLE = 4,      /* real */
  PF_BOOL = 5,        /* integer, 0 or 1 */
  PF_INT_LIST = 6,    /* pointer to int64_t[length] */
  PF_DOUBLE_LIST = 7, /* pointer to double[length] */
  PF_TENSOR_LIST = 8, /* pointer to pf_tensor*[length]; null is an absent element */
  PF_STRING = 9,      /* pointer to UTF-8, length bytes */
  PF_DEVICE = 10      /* integer: device type in the low 32 bits, index in the high 32 */
};

/* One argument or result of an operator. */
typedef struct pf_value {
  int32_t kind;
  int32_t reserved;
  int64_t length;
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
} pf_value;

typedef struct pf_tensor_info {
  int64_t element_count;
  int32_t data_type;
  int32_t dimensions;
  int32_t device_type;
  int32_t device_index;
} pf_tensor_info;

/* Library. */
PF_API int32_t pf_abi_version(void);
PF_API int64_t pf_live_tensors(void);
PF_API int64_t pf_last_error(char* buffer, int64_t capacity);
PF_API int64_t pf_torch_version(char* buffer, int64_t capacity);
PF_API pf_status pf_initialize(int32_t threads, int32_t cache_memory);
PF_API pf_status pf_empty_cache(void);

/* Dispatcher. Results beyond capacity are kept for pf_take_results on the same thread until its next pf_call.
 * Tensor lists are returned element by element. */
PF_API pf_status pf_find_operator(const char* name, const char* overload_name, pf_operator** result);
PF_API pf_status pf_call(
    const pf_operator* op, const pf_value* arguments, int32_t argument_count,
    pf_value* results, int32_t capacity, int32_t* result_count);
PF_API pf_status pf_take_results(pf_value* results, int32_t capacity);

/* Tensors. pf_tensor_sizes wants room for as many values as the tensor has dimensions. */
PF_API void pf_tensor_free(pf_tensor* tensor);
PF_API pf_status pf_tensor_from_memory(
    const void* data, int32_t data_type, const int64_t* sizes, int32_t dimensions,
    int32_t device_type, int32_t device_index, pf_tensor** result);
PF_API pf_status pf_tensor_to_memory(const pf_tensor* tensor, void* data, int64_t bytes, int32_t data_type);
PF_API pf_status pf_tensor_data(const pf_tensor* tensor, void** data, int64_t* bytes);
PF_API pf_status pf_tensor_describe(const pf_tensor* tensor, pf_tensor_info* info);
PF_API pf_status pf_tensor_sizes(const pf_tensor* tensor, int64_t* sizes, int64_t* strides);
PF_API pf_status pf_tensor_is_contiguous(const pf_tensor* tensor, int32_t memory_format, int32_t* result);

/* Autograd. Gradient lists may be null. A missing gradient is returned as null. */
PF_API pf_status pf_backward(
    pf_tensor* const* tensors, pf_tensor* const* gradients, int32_t count, int32_t retain_graph, int32_t create_graph);
PF_API pf_status pf_grad(
    pf_tensor* const* outputs, pf_tensor* const* gradients, int32_t output_count,
    pf_tensor* const* inputs, int32_t input_count,
    int32_t retain_graph, int32_t create_graph, int32_t allow_unused, pf_tensor** results);
PF_API pf_status pf_requires_grad(const pf_tensor* tensor, int32_t* result);
PF_API pf_status pf_set_requires_grad(pf_tensor* tensor, int32_t value);
PF_API pf_status pf_is_leaf(const pf_tensor* tensor, int32_t* result);
PF_API pf_status pf_get_grad(const pf_tensor* tensor, pf_tensor** result);
PF_API pf_status pf_set_grad(pf_tensor* tensor, const pf_tensor* gradient);
PF_API pf_status pf_clear_grads(pf_tensor* const* tensors, int32_t count);
PF_API int32_t pf_grad_enabled(void);
PF_API pf_status pf_set_grad_enabled(int32_t value);

/* Mixed precision of the calling thread. */
PF_API pf_status pf_get_autocast(int32_t device_type, int32_t* enabled, int32_t* data_type);
PF_API pf_status pf_set_autocast(int32_t device_type, int32_t enabled, int32_t data_type);
PF_API pf_status pf_clear_autocast_cache(void);

/* Process. */
PF_API pf_status pf_manual_seed(int64_t seed);
PF_API pf_status pf_get_random_state(int32_t device_type, int32_t device_index, pf_tensor** result);
PF_API pf_status pf_set_random_state(int32_t device_type, int32_t device_index, const pf_tensor* state);
PF_API pf_status pf_get_threads(int32_t* intra, int32_t* inter);
PF_API pf_status pf_set_threads(int32_t intra);
PF_API pf_status pf_set_interop_threads(int32_t inter);
PF_API pf_status pf_set_flush_denormal(int32_t value, int32_t* supported);

/* Optimizer steps, in place, over parallel lists. Gradients are those of the parameters; a parameter without one is
 * left alone. */
PF_API pf_status pf_sgd_step(
    pf_tensor* const* parameters, pf_tensor* const* momentum_buffers, int32_t count,
    double learning_rate, double momentum, double weight_decay, int32_t nesterov);
PF_API pf_status pf_adam_step(
    pf_tensor* const* parameters, pf_tensor* const* means, pf_tensor* const* variances, int32_t count,
    int64_t step, double learning_rate, double beta1, double beta2, double epsilon, double weight_decay,
    int32_t decoupled);
PF_API pf_status pf_lerp(pf_tensor* const* targets, pf_tensor* const* sources, int32_t count, double weight);

#ifdef __cplusplus
}
#endif

#endif
