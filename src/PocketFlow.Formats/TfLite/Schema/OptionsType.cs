namespace PocketFlow.Formats.TfLite;

/// <summary>Which table an operator's settings are: the schema's union <c>BuiltinOptions</c>.</summary>
internal enum OptionsType : byte
{
    None = 0,
    Conv2D = 1,
    DepthwiseConv2D = 2,
    Pool2D = 5,
    FullyConnected = 8,
    Softmax = 9,
    Concatenation = 10,
    Add = 11,
    ResizeBilinear = 15,
    Reshape = 17,
    SpaceToDepth = 19,
    Mul = 21,
    Gather = 23,
    Reducer = 27,
    Sub = 28,
    Div = 29,
    StridedSlice = 32,
    TransposeConv = 49,
    ResizeNearestNeighbor = 74,
    LeakyRelu = 75,
    MirrorPad = 77,
    DepthToSpace = 94,
    BatchMatMul = 101,
}
