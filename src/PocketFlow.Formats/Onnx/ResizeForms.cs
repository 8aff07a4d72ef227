using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Onnx;

/// <summary>Turns Upsample and every form of Resize into that of opset 13 to 17.</summary>
internal static class ResizeForms
{
    /// <summary>Upsample became Resize, which then found positions by scales alone.</summary>
    public static void FromUpsample(Graph graph, Node node)
    {
        Value scales = node.Attributes.Floats("scales") is { } list
            ? graph.AddInitializer($"{node.Name}_scales", TensorData.From<float>(list, list.Length))
            : node.Input(1);
        string mode = node.Attributes.Text("mode", "nearest");
        (Value x, string name, string output) = (node.Input(0), node.Name, node.Output.Name);
        graph.Remove(node);
        graph.Add("Resize", [x, null, scales], [output], Simple(mode), name);
    }

    /// <summary>Brings the inputs and settings of a Resize node into place, with what is known without shapes.</summary>
    public static void Apply(Node node, int opset, List<string> offenders)
    {
        if (opset < 11)
        {
            node.SetInput(2, node.Input(1));
            foreach ((string name, object value) in Simple(node.Attributes.Text("mode", "nearest")))
            {
                node.Attributes.Set(name, value);
            }
        }

        node.SetInput(1, null);
        for (int i = 2; i <= 3; i++)
        {
            // Exporters leave an empty tensor where the other one is given.
            node.SetInput(i, node.ConstantOrNull(i)?.Count == 0 ? null : node.InputOrNull(i));
        }

        AttributeMap attributes = node.Attributes;
        string coordinates = attributes.Text("coordinate_transformation_mode", "half_pixel");
        bool stretches = attributes.Text("keep_aspect_ratio_policy", "stretch") == "stretch";
        if (coordinates == "tf_half_pixel_for_nn" && attributes.Text("nearest_mode", "") == "floor")
        {
            // ⌊(x + ½) / s⌋ is the coordinate less a half, rounded with halves up.
            attributes.Set("coordinate_transformation_mode", "half_pixel");
            attributes.Set("nearest_mode", "round_prefer_ceil");
        }
        else if (coordinates is "tf_crop_and_resize" or "tf_half_pixel_for_nn" || !stretches)
        {
            offenders.Add($"Resize '{node.Name}' with {(stretches ? coordinates : "an aspect ratio that is kept")}");
        }

        attributes.Remove("extrapolation_value");
        attributes.Remove("keep_aspect_ratio_policy");
    }

    /// <summary>What depends on whether axes shrink.</summary>
    public static void Finish(Node node, int opset, List<string> offenders)
    {
        bool shrinks = ResizeOperator.Shrinks(node);
        if (node.Attributes.Int("antialias", 0) != 0 && shrinks)
        {
            offenders.Add($"Resize '{node.Name}' with antialiasing");
        }

        // Without a mode of rounding, runtimes rounded up where an axis shrinks and down where it grows.
        if (opset == 10 && shrinks && node.Attributes.Text("mode", "nearest") == "nearest")
        {
            node.Attributes.Set("nearest_mode", "ceil");
            if (ResizeOperator.Grows(node))
            {
                offenders.Add($"Resize '{node.Name}' that shrinks one axis and stretches another, as before opset 11");
            }
        }

        node.Attributes.Remove("antialias");
    }

    private static AttributeMap Simple(string mode) => new()
    {
        { "mode", mode == "bilinear" ? "linear" : mode },
        { "coordinate_transformation_mode", "asymmetric" },
        { "nearest_mode", "floor" },
    };
}
