using System.Runtime.InteropServices;

namespace PocketFlow.Runtimes.Interop;

/// <summary>Reads names, types and axes of a session's inputs and outputs.</summary>
internal static unsafe class OrtSignatureReader
{
    public static ModelSignature Read(OrtLibrary library, OrtSessionHandle session)
    {
        var handle = session.DangerousGetHandle();
        var signature = new ModelSignature(
            ReadAll(library, handle, OrtFunction.SessionGetInputCount, OrtFunction.SessionGetInputName,
                OrtFunction.SessionGetInputTypeInfo),
            ReadAll(library, handle, OrtFunction.SessionGetOutputCount, OrtFunction.SessionGetOutputName,
                OrtFunction.SessionGetOutputTypeInfo));
        GC.KeepAlive(session);
        return signature;
    }

    /// <summary>ONNX's number of an element type.</summary>
    public static int ToOnnx(TensorElementType type) => type switch
    {
        TensorElementType.Float32 => 1,
        TensorElementType.UInt8 => 2,
        TensorElementType.Int8 => 3,
        TensorElementType.Int32 => 6,
        _ => 7,
    };

    private static TensorElementType FromOnnx(string name, int type) => type switch
    {
        1 => TensorElementType.Float32,
        2 => TensorElementType.UInt8,
        3 => TensorElementType.Int8,
        6 => TensorElementType.Int32,
        7 => TensorElementType.Int64,
        _ => throw new OrtException(
            $"'{name}' has ONNX's element type {type}; sessions carry float32 (1), uint8 (2), int8 (3), int32 (6) " +
            "and int64 (7)."),
    };

    private static TensorInfo[] ReadAll(
        OrtLibrary library, nint session, OrtFunction getCount, OrtFunction getName, OrtFunction getType)
    {
        nuint count;
        library.Check(((delegate* unmanaged[Cdecl]<nint, nuint*, nint>)library[getCount])(session, &count));
        var tensors = new TensorInfo[count];
        for (nuint i = 0; i < count; i++)
        {
            tensors[i] = ReadTensor(library, session, i, ReadName(library, session, i, getName), getType);
        }

        return tensors;
    }

    private static string ReadName(OrtLibrary library, nint session, nuint index, OrtFunction getName)
    {
        byte* text;
        var get = (delegate* unmanaged[Cdecl]<nint, nuint, nint, byte**, nint>)library[getName];
        library.Check(get(session, index, library.Allocator, &text));
        var name = Marshal.PtrToStringUTF8((nint)text) ?? "";
        var free = (delegate* unmanaged[Cdecl]<nint, byte*, nint>)library[OrtFunction.AllocatorFree];
        library.Check(free(library.Allocator, text));
        return name;
    }

    private static TensorInfo ReadTensor(
        OrtLibrary library, nint session, nuint index, string name, OrtFunction getType)
    {
        nint typeInfo;
        library.Check(
            ((delegate* unmanaged[Cdecl]<nint, nuint, nint*, nint>)library[getType])(session, index, &typeInfo));
        try
        {
            // Owned by typeInfo; null for sequences, maps and the like.
            nint shape;
            var cast = (delegate* unmanaged[Cdecl]<nint, nint*, nint>)library[OrtFunction.CastTypeInfoToTensorInfo];
            library.Check(cast(typeInfo, &shape));
            return shape != 0
                ? new TensorInfo(name, FromOnnx(name, ReadElementType(library, shape)), ReadDims(library, shape))
                : throw new OrtException($"'{name}' is not a tensor; sessions carry tensors only.");
        }
        finally
        {
            library.Release(OrtFunction.ReleaseTypeInfo, typeInfo);
        }
    }

    private static int ReadElementType(OrtLibrary library, nint shape)
    {
        int type;
        var get = (delegate* unmanaged[Cdecl]<nint, int*, nint>)library[OrtFunction.GetTensorElementType];
        library.Check(get(shape, &type));
        return type;
    }

    private static int[] ReadDims(OrtLibrary library, nint shape)
    {
        nuint count;
        var getCount = (delegate* unmanaged[Cdecl]<nint, nuint*, nint>)library[OrtFunction.GetDimensionsCount];
        library.Check(getCount(shape, &count));
        var dims = new long[count];
        fixed (long* first = dims)
        {
            var get = (delegate* unmanaged[Cdecl]<nint, long*, nuint, nint>)library[OrtFunction.GetDimensions];
            library.Check(get(shape, first, count));
        }

        return [.. dims.Select(dim => dim < 0 ? -1 : checked((int)dim))];
    }
}
