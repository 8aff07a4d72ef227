namespace PocketFlow.Search;

/// <summary>What a process is fitted to.</summary>
/// <param name="Points">Where something was observed.</param>
/// <param name="Values">What; may be infinite.</param>
/// <param name="IsCategorical">Of each dimension: whether only equality matters.</param>
/// <param name="Warps">Whether the process may be that of a monotone function of the values.</param>
internal sealed record Observations(double[][] Points, double[] Values, bool[] IsCategorical, bool Warps)
{
    /// <summary>The first ones.</summary>
    public Observations First(int count) =>
        count == Values.Length ? this : this with { Points = Points[..count], Values = Values[..count] };

    /// <summary>Whether nothing differs.</summary>
    public bool IsSame(Observations other) =>
        Warps == other.Warps && Values.AsSpan().SequenceEqual(other.Values)
        && IsCategorical.AsSpan().SequenceEqual(other.IsCategorical)
        && Points.Zip(other.Points).All(p => p.First.AsSpan().SequenceEqual(p.Second));
}
