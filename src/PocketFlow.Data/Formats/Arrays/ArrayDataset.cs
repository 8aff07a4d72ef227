namespace PocketFlow.Data;

/// <summary>Makes a data set of an array of inputs and an array of targets.</summary>
internal static class ArrayDataset
{
    private const int UsualIgnoredLabel = 255;

    /// <param name="name">Name of the data set.</param>
    /// <param name="inputs">[N, …]: bytes are pixels, other types become floats.</param>
    /// <param name="targets">
    /// [N] or [N, 1] whole numbers: classes; [N, K] of bytes or bools: sets of classes; [N, H, W] whole numbers: class maps;
    /// floats: values.
    /// </param>
    /// <param name="options">How records become inputs and labels.</param>
    /// <exception cref="DatasetException">The arrays don't fit each other.</exception>
    public static ImageDataset Create(string name, NumpyArray inputs, NumpyArray targets, DatasetOptions options)
    {
        if (inputs.Shape.Count < 2 || inputs.Shape.Any(d => d == 0))
        {
            throw new DatasetException(
                inputs.Name, $"an array of shape ({string.Join(", ", inputs.Shape)})",
                "records along the first axis and at least one axis more, none of them empty");
        }

        if (targets.Shape.Count == 0 || targets.Shape[0] != inputs.Shape[0])
        {
            throw new DatasetException(
                targets.Name, $"an array of shape ({string.Join(", ", targets.Shape)})",
                $"a target for each of the {inputs.Shape[0]} inputs in {Path.GetFileName(inputs.Name)}");
        }

        try
        {
            return new ImageDataset(name, InputsOf(inputs, options.Layout), TargetsOf(targets, options.Labels));
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new DatasetException(targets.Name, $"targets that can't be used ({e.Message.TrimEnd('.')})",
                "whole numbers from 0 on for classes, or floats", null, e);
        }
    }

    private static Inputs InputsOf(NumpyArray array, InputLayout layout)
    {
        int[] dims = [.. array.Shape.Skip(1)];
        if (dims.Length == 2 && array.Type.IsByte)
        {
            dims = [1, .. dims];
        }
        else if (dims.Length == 3 && IsChannelsLast(dims, layout))
        {
            dims = [dims[2], dims[0], dims[1]];
            return array.Type.IsByte
                ? Inputs.Pixels(ChannelsFirst(array.Bytes(), dims), new InputShape(dims))
                : Inputs.Values(ChannelsFirst(Finite(array), dims), new InputShape(dims));
        }

        return array.Type.IsByte
            ? Inputs.Pixels(array.Bytes(), new InputShape(dims))
            : Inputs.Values(Finite(array), new InputShape(dims));
    }

    private static bool IsChannelsLast(int[] dims, InputLayout layout) => layout == InputLayout.Auto
        ? dims[2] is 1 or 3 || dims[0] is not (1 or 3)
        : layout == InputLayout.ChannelsLast;

    /// <summary>[N, H, W, C] to [N, C, H, W].</summary>
    private static T[] ChannelsFirst<T>(T[] elements, int[] dims)
    {
        (int channels, int plane) = (dims[0], dims[1] * dims[2]);
        if (channels == 1)
        {
            return elements;
        }

        T[] moved = GC.AllocateUninitializedArray<T>(elements.Length);
        for (int start = 0; start < elements.Length; start += channels * plane)
        {
            for (int i = 0; i < plane; i++)
            {
                for (int c = 0; c < channels; c++)
                {
                    moved[start + (c * plane) + i] = elements[start + (i * channels) + c];
                }
            }
        }

        return moved;
    }

    private static float[] Finite(NumpyArray array)
    {
        float[] floats = array.Floats();
        int wrong = Array.FindIndex(floats, f => !float.IsFinite(f));
        return wrong < 0 ? floats : throw new DatasetException(
            array.Name, $"{floats[wrong]} in record {wrong / (floats.Length / array.Shape[0])}", "finite numbers");
    }

    private static Targets TargetsOf(NumpyArray array, IReadOnlyList<string>? labels)
    {
        int rest = array.Shape.Skip(1).Aggregate(1, (product, d) => product * d);
        if (array.Type.IsFloat)
        {
            return Targets.Values(Finite(array), TargetDescription.Values(rest));
        }

        if (array.Shape.Count == 2 && rest > 1 && (array.Type.IsByte || array.Type.Kind == 'b'))
        {
            byte[] members = Array.ConvertAll(array.Floats(), f => (byte)f);
            return Targets.ClassSets(members, labels ?? ClassNumbers.UpTo(rest - 1, array.Name));
        }

        int[] classes = Array.ConvertAll(array.Floats(), f => (int)f);
        bool isMap = array.Shape.Count == 3 && rest > 1;
        if (!isMap)
        {
            return Targets.Classes(classes, labels ?? ClassNumbers.UpTo(classes.Max(), array.Name));
        }

        IReadOnlyList<string> names = labels ?? ClassNumbers.UpTo(
            classes.Where(c => c != UsualIgnoredLabel).DefaultIfEmpty().Max(), array.Name);
        return Targets.ClassMaps(
            Array.ConvertAll(classes, c => checked((byte)c)),
            TargetDescription.ClassMap(array.Shape[1], array.Shape[2], names, UsualIgnoredLabel));
    }
}
