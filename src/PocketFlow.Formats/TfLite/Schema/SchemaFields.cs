namespace PocketFlow.Formats.TfLite;

/// <summary>The field numbers of the schema's tables; a union takes two numbers, the first for its type.</summary>
internal static class SchemaFields
{
    /// <summary>What bytes 4 to 7 of a file say.</summary>
    public const string Identifier = "TFL3";

    /// <summary>The version of the schema that files declare.</summary>
    public const int SchemaVersion = 3;

    internal static class Model
    {
        public const int Version = 0, OperatorCodes = 1, Subgraphs = 2, Description = 3, Buffers = 4, Metadata = 6,
            Signatures = 7;
    }

    internal static class OperatorCode
    {
        /// <summary>One byte: codes from 127 on are found in <see cref="BuiltinCode"/> only.</summary>
        public const int ShortCode = 0, CustomCode = 1, Version = 2, BuiltinCode = 3;
    }

    internal static class Subgraph
    {
        public const int Tensors = 0, Inputs = 1, Outputs = 2, Operators = 3, Name = 4;
    }

    internal static class Tensor
    {
        public const int Shape = 0, Type = 1, Buffer = 2, Name = 3, Quantization = 4, IsVariable = 5, Sparsity = 6,
            ShapeSignature = 7;
    }

    internal static class Quantization
    {
        public const int Scale = 2, ZeroPoint = 3, Axis = 6;
    }

    internal static class Sparsity
    {
        public const int TraversalOrder = 0, BlockMap = 1, Levels = 2;
    }

    /// <summary>One level of a sparse tensor; the unions of its index vectors take two numbers each.</summary>
    internal static class SparseLevel
    {
        public const int Format = 0, DenseSize = 1, SegmentsType = 2, Segments = 3, IndicesType = 4, Indices = 5;
    }

    internal static class Operator
    {
        public const int CodeIndex = 0, Inputs = 1, Outputs = 2, OptionsType = 3, Options = 4;
    }

    internal static class Buffer
    {
        public const int Data = 0, Offset = 1, Size = 2;
    }

    internal static class Metadata
    {
        public const int Name = 0, Buffer = 1;
    }

    internal static class Signature
    {
        public const int Inputs = 0, Outputs = 1, Key = 2;
    }

    internal static class TensorMap
    {
        public const int Name = 0, TensorIndex = 1;
    }
}
