using PocketFlow.Graphs;

namespace PocketFlow.Testing.Interpreter;

/// <summary>Dimensions and elements in row-major order; integers are held as floats.</summary>
internal sealed record ReferenceTensor(int[] Dims, float[] Elements)
{
    public int Rank => Dims.Length;

    public static ReferenceTensor Of(TensorData data) =>
        new(Array.ConvertAll(data.Dims.ToArray(), d => (int)d), data.ToFloats());

    public static int CountOf(IEnumerable<int> dims) => dims.Aggregate(1, (product, dim) => product * dim);

    /// <summary>A tensor whose elements a function gives by index; the index array is reused.</summary>
    public static ReferenceTensor Create(int[] dims, Func<int[], float> elementAt)
    {
        float[] elements = new float[CountOf(dims)];
        int[] index = new int[dims.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            int rest = i;
            for (int axis = dims.Length - 1; axis >= 0; axis--)
            {
                index[axis] = rest % dims[axis];
                rest /= dims[axis];
            }

            elements[i] = elementAt(index);
        }

        return new(dims, elements);
    }

    public float At(params ReadOnlySpan<int> index)
    {
        int position = 0;
        for (int axis = 0; axis < Dims.Length; axis++)
        {
            position = position * Dims[axis] + index[axis];
        }

        return Elements[position];
    }

    public ReferenceTensor Map(Func<float, float> function) => new(Dims, Array.ConvertAll(Elements, e => function(e)));

    /// <summary>This tensor as [batch, channels, height, width]; one spatial axis becomes the width.</summary>
    public ReferenceTensor AsImages() => Rank switch
    {
        3 => new([Dims[0], Dims[1], 1, Dims[2]], Elements),
        4 => this,
        _ => throw new NotSupportedException($"[{string.Join(", ", Dims)}] has neither one nor two spatial axes."),
    };

    /// <summary>Turns a negative axis into one that counts from the front.</summary>
    public int Axis(long axis) => (int)(axis < 0 ? axis + Rank : axis);
}
