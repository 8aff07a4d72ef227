using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>The types of values that are written as they are: float32, and what indices and conditions need.</summary>
internal static class ElementTypeMap
{
    /// <summary>Whether values of a type can be written at all.</summary>
    public static bool IsExpressible(ElementType type) =>
        type is ElementType.Float32 or ElementType.Int32 or ElementType.Int64 or ElementType.Boolean;

    /// <summary>The type in the file; constants of other float types are written as float32.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The type can't be written.</exception>
    public static TfLiteTensorType ToFile(ElementType type) => type switch
    {
        ElementType.Int32 => TfLiteTensorType.Int32,
        ElementType.Int64 => TfLiteTensorType.Int64,
        ElementType.Boolean => TfLiteTensorType.Boolean,
        _ when type.IsFloat() => TfLiteTensorType.Float32,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no TFLite form of this type."),
    };
}
