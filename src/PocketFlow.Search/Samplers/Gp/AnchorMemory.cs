namespace PocketFlow.Search;

/// <summary>Remembers anchors by the observations that they were fitted to. Safe for threads.</summary>
internal sealed class AnchorMemory
{
    /// <summary>Objectives, constraints and branches of a space have one each.</summary>
    private const int Capacity = 64;
    private readonly Lock _lock = new();
    private readonly List<(Observations Of, Anchor Anchor)> _known = [];

    /// <summary>The anchor of observations, fitted where it is not known.</summary>
    public Anchor Of(Observations observations, Func<Observations, Anchor> fit)
    {
        lock (_lock)
        {
            if (_known.Find(k => k.Of.IsSame(observations)) is { Anchor: { } anchor })
            {
                return anchor;
            }
        }

        Anchor fitted = fit(observations);
        lock (_lock)
        {
            _known.Add((observations, fitted));
            if (_known.Count > Capacity)
            {
                _known.RemoveAt(0);
            }
        }

        return fitted;
    }
}
