using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>The settings of pooling operators.</summary>
internal static class PoolOptions
{
    public static OperatorOptions Of(Window window, Padding mode, int activation) =>
        new(OptionsType.Pool2D, new FlatTable()
            .SetByte(0, (int)mode)
            .Set(1, (int)window.Strides[1])
            .Set(2, (int)window.Strides[0])
            .Set(3, (int)window.Kernel[1])
            .Set(4, (int)window.Kernel[0])
            .SetByte(5, activation));
}
