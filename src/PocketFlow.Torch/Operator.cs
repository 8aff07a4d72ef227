using System.Diagnostics.CodeAnalysis;
using PocketFlow.Torch.Interop;

namespace PocketFlow.Torch;

/// <summary>An operator of libtorch, called by name. Keep it in a static field: it is looked up at its first call and
/// kept for the life of the process. Instances are thread-safe.</summary>
/// <param name="name">The full name, for example <c>aten::conv2d</c>.</param>
/// <param name="overload">The overload's name, for example <c>Tensor</c>; empty for the only or first one.</param>
[SuppressMessage("Naming", "CA1716", Justification = "It is libtorch's word.")]
public sealed class Operator(string name, string overload = "")
{
    private nint _native;

    /// <summary>The full name with the overload, for example <c>aten::add.Tensor</c>.</summary>
    public string Name { get; } = overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>Whether this libtorch has the operator.</summary>
    public bool Exists => _native != 0 || NativeMethods.pf_find_operator(name, overload, out _native) == 0;

    /// <summary>Calls the operator and returns its only (or first) result. Trailing arguments may be left out where the
    /// schema has defaults.</summary>
    /// <param name="arguments">The arguments in the schema's order.</param>
    /// <returns>The result, owned by the open <see cref="TensorScope"/> or else by the caller.</returns>
    /// <exception cref="TorchException">libtorch refused the call.</exception>
    public Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result = default;
        int count = OperatorCall.Run(Native, arguments, new Span<NativeValue>(ref result));
        Tensor tensor = ToTensor(in result) ?? throw new InvalidOperationException($"{Name} returned no tensor.");
        if (count > 1)
        {
            DisposeRest(count - 1);
        }

        return tensor;
    }

    /// <summary>Calls the operator for its effect on its arguments and drops what it returns.</summary>
    /// <param name="arguments">The arguments in the schema's order.</param>
    /// <exception cref="TorchException">libtorch refused the call.</exception>
    public void Run(params ReadOnlySpan<Argument> arguments) => OperatorCall.Run(Native, arguments, []);

    /// <summary>Calls an operator with several results, or with a list as its result.</summary>
    /// <param name="arguments">The arguments in the schema's order.</param>
    /// <returns>All results; an undefined tensor is null.</returns>
    /// <exception cref="TorchException">libtorch refused the call.</exception>
    public Tensor?[] CallMany(params ReadOnlySpan<Argument> arguments)
    {
        Span<NativeValue> first = stackalloc NativeValue[4];
        int count = OperatorCall.Run(Native, arguments, first);
        Tensor?[] tensors = new Tensor?[count];
        for (int i = 0; i < Math.Min(count, first.Length); i++)
        {
            tensors[i] = ToTensor(in first[i]);
        }

        if (count > first.Length)
        {
            NativeValue[] rest = new NativeValue[count - first.Length];
            OperatorCall.TakeRest(rest);
            for (int i = 0; i < rest.Length; i++)
            {
                tensors[first.Length + i] = ToTensor(in rest[i]);
            }
        }

        return tensors;
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    /// <param name="arguments">The arguments in the schema's order.</param>
    /// <exception cref="TorchException">libtorch refused the call.</exception>
    public (Tensor First, Tensor Second) CallPair(params ReadOnlySpan<Argument> arguments)
    {
        Tensor?[] results = CallMany(arguments);
        return (results[0]!, results[1]!);
    }

    /// <summary>Calls an operator that returns one number or truth value.</summary>
    /// <param name="arguments">The arguments in the schema's order.</param>
    /// <exception cref="TorchException">libtorch refused the call.</exception>
    public double CallScalar(params ReadOnlySpan<Argument> arguments)
    {
        NativeValue result = default;
        _ = OperatorCall.Run(Native, arguments, new Span<NativeValue>(ref result));
        return (ValueKind)result.Kind == ValueKind.Real ? BitConverter.Int64BitsToDouble(result.Bits) : result.Bits;
    }

    /// <summary>The name with the overload.</summary>
    public override string ToString() => Name;

    private nint Native
    {
        get
        {
            if (_native == 0)
            {
                NativeStatus.ThrowIfFailed(NativeMethods.pf_find_operator(name, overload, out _native));
            }

            return _native;
        }
    }

    private static Tensor? ToTensor(ref readonly NativeValue value) =>
        (ValueKind)value.Kind == ValueKind.Tensor ? new Tensor((nint)value.Bits) : null;

    private static void DisposeRest(int count)
    {
        NativeValue[] rest = new NativeValue[count];
        OperatorCall.TakeRest(rest);
        foreach (NativeValue value in rest)
        {
            ToTensor(in value)?.Dispose();
        }
    }
}
