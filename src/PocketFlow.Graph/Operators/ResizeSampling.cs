namespace PocketFlow.Graphs.Operators;

/// <summary>The settings of a Resize node: between which elements it interpolates, and with which weights.</summary>
/// <param name="Mode">nearest, linear or cubic.</param>
/// <param name="Coordinates">How a position of the output is found in the input.</param>
/// <param name="Rounding">Which neighbour is the nearest.</param>
/// <param name="CubicCoefficient">The parameter <c>a</c> of cubic interpolation (Keys 1981).</param>
/// <param name="ExcludesOutside">Whether elements beyond an edge count nothing, rather than repeat the edge.</param>
public sealed record ResizeSampling(
    string Mode, string Coordinates, string Rounding, float CubicCoefficient, bool ExcludesOutside)
{
    private static readonly string[] s_modes = ["nearest", "linear", "cubic"];
    private static readonly string[] s_coordinates =
        ["half_pixel", "pytorch_half_pixel", "half_pixel_symmetric", "align_corners", "asymmetric"];
    private static readonly string[] s_roundings = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];

    /// <summary>Reads a node's settings.</summary>
    /// <exception cref="InvalidGraphException">A setting is none that ONNX knows.</exception>
    public static ResizeSampling Of(Node node) => new(
        Known(node, "mode", "nearest", s_modes),
        Known(node, "coordinate_transformation_mode", "half_pixel", s_coordinates),
        Known(node, "nearest_mode", "round_prefer_floor", s_roundings),
        node.Attributes.Float("cubic_coeff_a", -0.75f),
        node.Attributes.Int("exclude_outside", 0) != 0);

    private static string Known(Node node, string attribute, string fallback, string[] known)
    {
        string value = node.Attributes.Text(attribute, fallback);
        return known.Contains(value) ? value : throw new InvalidGraphException(
            "attribute", $"Resize: {attribute} is '{value}', expected was one of {string.Join(", ", known)}.", node.Name);
    }
}
