using System.Runtime.CompilerServices;
using System.Text;

namespace PocketFlow.Torch.Interop;

/// <summary>Carries managed arguments over the boxed-call interface and results back.</summary>
internal static unsafe class OperatorCall
{
    private const int StackWords = 64;

    /// <summary>Runs an operator; returns how many results it has, of which at most the buffer's length are written.
    /// </summary>
    [SkipLocalsInit]
    public static int Run(nint op, ReadOnlySpan<Argument> arguments, Span<NativeValue> results)
    {
        int words = 0;
        foreach (ref readonly Argument argument in arguments)
        {
            words += WordCount(in argument);
        }

        // Lists are copied into one buffer, so that nothing has to be pinned one by one.
        Span<long> buffer = words <= StackWords ? stackalloc long[StackWords] : new long[words];
        Span<NativeValue> values = stackalloc NativeValue[arguments.Length + 1];
        int acquired = 0;
        try
        {
            fixed (long* words0 = buffer)
            fixed (NativeValue* first = values)
            fixed (NativeValue* firstResult = results)
            {
                long* next = words0;
                for (int i = 0; i < arguments.Length; i++)
                {
                    ref readonly Argument argument = ref arguments[i];
                    next += Write(in argument, ref first[i], next);
                    acquired++;
                }

                int count;
                int status = NativeMethods.pf_call(op, first, arguments.Length, firstResult, results.Length, &count);
                NativeStatus.ThrowIfFailed(status);
                return count;
            }
        }
        finally
        {
            Release(arguments[..acquired]);
        }
    }

    /// <summary>Fetches the results that did not fit in the buffer of the last call.</summary>
    public static void TakeRest(Span<NativeValue> results)
    {
        fixed (NativeValue* first = results)
        {
            NativeStatus.ThrowIfFailed(NativeMethods.pf_take_results(first, results.Length));
        }
    }

    private static int WordCount(ref readonly Argument argument) => argument.Reference switch
    {
        long[] list => list.Length,
        double[] list => list.Length,
        Tensor?[] list => list.Length,
        string text => Encoding.UTF8.GetMaxByteCount(text.Length) / sizeof(long) + 1,
        _ => 0,
    };

    private static int Write(ref readonly Argument argument, ref NativeValue value, long* next)
    {
        value = new NativeValue { Kind = (int)argument.Kind, Bits = argument.Bits };
        switch (argument.Kind)
        {
            case ValueKind.Tensor:
                value.Bits = HandleLease.Acquire((Tensor)argument.Reference!);
                return 0;
            case ValueKind.IntList:
                return WriteList((long[])argument.Reference!, ref value, next);
            case ValueKind.DoubleList:
                double[] reals = (double[])argument.Reference!;
                reals.CopyTo(new Span<double>(next, reals.Length));
                value.Bits = (long)next;
                value.Length = reals.Length;
                return reals.Length;
            case ValueKind.TensorList:
                return WriteTensors((Tensor?[])argument.Reference!, ref value, next);
            case ValueKind.Text:
                string text = (string)argument.Reference!;
                int capacity = Encoding.UTF8.GetMaxByteCount(text.Length);
                value.Bits = (long)next;
                value.Length = Encoding.UTF8.GetBytes(text, new Span<byte>(next, capacity));
                return capacity / sizeof(long) + 1;
            default:
                return 0;
        }
    }

    private static int WriteList(long[] list, ref NativeValue value, long* next)
    {
        list.CopyTo(new Span<long>(next, list.Length));
        value.Bits = (long)next;
        value.Length = list.Length;
        return list.Length;
    }

    private static int WriteTensors(Tensor?[] list, ref NativeValue value, long* next)
    {
        int acquired = 0;
        try
        {
            for (; acquired < list.Length; acquired++)
            {
                next[acquired] = HandleLease.Acquire(list[acquired]);
            }
        }
        catch
        {
            ReleaseAll(list.AsSpan(0, acquired));
            throw;
        }

        value.Bits = (long)next;
        value.Length = list.Length;
        return list.Length;
    }

    private static void Release(ReadOnlySpan<Argument> arguments)
    {
        foreach (ref readonly Argument argument in arguments)
        {
            if (argument.Kind == ValueKind.Tensor)
            {
                ((Tensor)argument.Reference!).Handle.DangerousRelease();
            }
            else if (argument.Kind == ValueKind.TensorList)
            {
                ReleaseAll((Tensor?[])argument.Reference!);
            }
        }
    }

    private static void ReleaseAll(ReadOnlySpan<Tensor?> tensors)
    {
        foreach (Tensor? tensor in tensors)
        {
            tensor?.Handle.DangerousRelease();
        }
    }
}
