using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PocketFlow.Runtimes.Interop;

/// <summary>Runs and times a loaded session on bytes.</summary>
internal sealed unsafe class OrtRunner : IDisposable
{
    private readonly OrtLibrary _library;
    private readonly OrtSessionHandle _session;
    private readonly ModelSignature _signature;
    private readonly nint[] _inputNames;
    private readonly nint[] _outputNames;

    public OrtRunner(OrtLibrary library, OrtSessionHandle session, ModelSignature signature)
    {
        _library = library;
        _session = session;
        _signature = signature;
        _inputNames = [.. signature.Inputs.Select(tensor => Marshal.StringToCoTaskMemUTF8(tensor.Name))];
        _outputNames = [.. signature.Outputs.Select(tensor => Marshal.StringToCoTaskMemUTF8(tensor.Name))];
    }

    /// <summary>Runs once; an open first axis takes the number of samples.</summary>
    public byte[][] Run(byte[][] inputs, int samples)
    {
        var outputs = new nint[_outputNames.Length];
        WithInputs(inputs, samples, values =>
        {
            try
            {
                RunOnce(values, outputs);
            }
            catch
            {
                ReleaseValues(outputs);
                throw;
            }
        });

        try
        {
            return [.. outputs.Select(CopyData)];
        }
        finally
        {
            ReleaseValues(outputs);
        }
    }

    /// <summary>Times runs on one sample; freeing the outputs is not counted.</summary>
    public double[] Time(byte[][] inputs, int runs)
    {
        var milliseconds = new double[runs];
        var outputs = new nint[_outputNames.Length];
        WithInputs(inputs, 1, values =>
        {
            for (var i = 0; i < runs; i++)
            {
                try
                {
                    var start = Stopwatch.GetTimestamp();
                    RunOnce(values, outputs);
                    milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }
                finally
                {
                    ReleaseValues(outputs);
                }
            }
        });
        return milliseconds;
    }

    public void Dispose()
    {
        _session.Dispose();
        foreach (ref var name in _inputNames.AsSpan())
        {
            Marshal.FreeCoTaskMem(name);
            name = 0;
        }

        foreach (ref var name in _outputNames.AsSpan())
        {
            Marshal.FreeCoTaskMem(name);
            name = 0;
        }
    }

    private void RunOnce(nint[] inputs, nint[] outputs)
    {
        var run = (delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)
            _library[OrtFunction.Run];
        fixed (nint* inputNames = _inputNames, outputNames = _outputNames, ins = inputs, outs = outputs)
        {
            _library.Check(run(
                _session.DangerousGetHandle(), 0, inputNames, ins, (nuint)inputs.Length,
                outputNames, (nuint)outputs.Length, outs));
        }

        GC.KeepAlive(_session);
    }

    // The values refer to the arrays' own memory, which therefore stays pinned while they live.
    private void WithInputs(byte[][] inputs, int samples, Action<nint[]> use)
    {
        var pins = new GCHandle[inputs.Length];
        var values = new nint[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++)
            {
                pins[i] = GCHandle.Alloc(inputs[i], GCHandleType.Pinned);
                values[i] = CreateValue(_signature.Inputs[i], pins[i].AddrOfPinnedObject(), inputs[i].Length, samples);
            }

            use(values);
        }
        finally
        {
            ReleaseValues(values);
            foreach (var pin in pins.Where(pin => pin.IsAllocated))
            {
                pin.Free();
            }
        }
    }

    private nint CreateValue(TensorInfo tensor, nint data, int length, int samples)
    {
        var dims = tensor.Dims.Select((dim, axis) => dim >= 0 ? dim : axis == 0 ? samples : 1L).ToArray();
        nint value;
        var create = (delegate* unmanaged[Cdecl]<nint, nint, nuint, long*, nuint, int, nint*, nint>)
            _library[OrtFunction.CreateTensorWithDataAsOrtValue];
        fixed (long* first = dims)
        {
            _library.Check(create(
                _library.CpuMemory, data, (nuint)length, first, (nuint)dims.Length,
                OrtSignatureReader.ToOnnx(tensor.ElementType), &value));
        }

        return value;
    }

    private byte[] CopyData(nint value, int index)
    {
        nint shape;
        var getShape = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)_library[OrtFunction.GetTensorTypeAndShape];
        _library.Check(getShape(value, &shape));
        nuint elements;
        var getCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)_library[OrtFunction.GetTensorShapeElementCount];
        var status = getCount(shape, &elements);
        _library.Release(OrtFunction.ReleaseTensorTypeAndShapeInfo, shape);
        _library.Check(status);

        void* data;
        var getData = (delegate* unmanaged[Cdecl]<nint, void**, nint>)_library[OrtFunction.GetTensorMutableData];
        _library.Check(getData(value, &data));
        var size = TensorCodec.ElementSize(_signature.Outputs[index].ElementType);
        return new ReadOnlySpan<byte>(data, checked((int)elements * size)).ToArray();
    }

    private void ReleaseValues(nint[] values)
    {
        foreach (ref var value in values.AsSpan())
        {
            _library.Release(OrtFunction.ReleaseValue, value);
            value = 0;
        }
    }
}
