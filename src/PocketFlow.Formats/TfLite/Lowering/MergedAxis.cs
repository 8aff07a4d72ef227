namespace PocketFlow.Formats.TfLite;

/// <summary>
/// A logical axis that was flattened from several axes while these lay in another order, for example channels, height
/// and width from a tensor with channels last. A dense layer absorbs that into its weights.
/// </summary>
/// <param name="Axis">The flattened axis.</param>
/// <param name="Dims">The sizes of the axes that it was made of, in logical order.</param>
/// <param name="Order">For each of those axes in physical order its logical position.</param>
internal sealed record MergedAxis(int Axis, long[] Dims, int[] Order)
{
    /// <summary>For every physical index on the axis the logical one.</summary>
    public int[] LogicalIndices()
    {
        int[] strides = new int[Dims.Length];
        int step = 1;
        for (int i = Dims.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= (int)Dims[i];
        }

        List<int> indices = [0];
        foreach (int axis in Order)
        {
            IEnumerable<int> steps = Enumerable.Range(0, (int)Dims[axis]).Select(i => i * strides[axis]);
            indices = [.. indices.SelectMany(at => steps.Select(s => at + s))];
        }

        return [.. indices];
    }

    public bool Equals(MergedAxis? other) => other is not null && Axis == other.Axis
        && Dims.SequenceEqual(other.Dims) && Order.SequenceEqual(other.Order);

    public override int GetHashCode() => HashCode.Combine(Axis, Dims.Length);
}
