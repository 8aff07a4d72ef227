namespace PocketFlow.Graphs.Pruning;

/// <summary>
/// Labels for positions along axes. Every position of an axis that carries channels has an atom; operators unite atoms that
/// can only live or die together, and union-find makes classes of them. Axes without atoms (batch, space) are never cut.
/// </summary>
/// <remarks>
/// Shapes are static, so one pass in order of execution labels the whole graph; no index lists travel through it. One atom
/// may stand at several positions of an axis: a flattened channel has one for each pixel.
/// </remarks>
internal sealed class ChannelAtoms
{
    private readonly List<int> _parents = [];
    private readonly Dictionary<int, string> _frozen = [];
    private readonly Dictionary<(Value Value, int Axis), int[]> _labels = [];
    private readonly Dictionary<(Value Value, int Axis), SlotKind> _kinds = [];
    private readonly Dictionary<(Value Value, int Axis), int> _readers = [];

    /// <summary>Every labelled axis, in the order in which it was labelled.</summary>
    public IEnumerable<(Value Value, int Axis)> Axes => _labels.Keys;

    /// <summary>New atoms, each in a class of its own.</summary>
    public int[] Fresh(long count)
    {
        int[] atoms = new int[count];
        for (int i = 0; i < atoms.Length; i++)
        {
            atoms[i] = _parents.Count;
            _parents.Add(atoms[i]);
        }

        return atoms;
    }

    /// <summary>The channels that a layer reads from axis 1; where nothing is known of them, new ones that can't be cut.
    /// </summary>
    public int[] InputChannels(Node layer, long count)
    {
        Value input = layer.Input(0);
        FreezeSpace(layer);
        if (Of(input, 1) is { } known)
        {
            return known;
        }

        int[] atoms = Fresh(count);
        Freeze(atoms, $"'{input.Name}', which {layer.OpType} '{layer.Name}' reads, has no known channels");
        return atoms;
    }

    /// <summary>Gives the output of a node that works on every channel alone the channels of its first input.</summary>
    public void PassChannels(Node node)
    {
        FreezeSpace(node);
        if (Of(node.Input(0), 1) is { } labels)
        {
            Set(node.Output, 1, labels);
        }
    }

    /// <summary>Forbids cutting channels that lie along another axis than 1, where a node mixes positions.</summary>
    public void FreezeSpace(Node node)
    {
        foreach (int axis in AxesOf(node.Input(0)).Where(a => a != 1))
        {
            Freeze(Of(node.Input(0), axis)!, $"{node.OpType} '{node.Name}' mixes the channels with their neighbours");
        }
    }

    /// <summary>The atoms along an axis, or null where the axis carries no channels.</summary>
    public int[]? Of(Value value, int axis) => _labels.GetValueOrDefault((value, axis));

    /// <summary>The axes of a value that carry channels.</summary>
    public int[] AxesOf(Value value) =>
        [.. Enumerable.Range(0, value.KnownShape.Rank).Where(a => _labels.ContainsKey((value, a)))];

    /// <summary>What an axis is.</summary>
    public SlotKind KindOf(Value value, int axis) => _kinds[(value, axis)];

    /// <summary>Labels an axis; one that has labels already (a shared weight) is united with them.</summary>
    public void Set(Value value, int axis, int[] atoms, SlotKind kind = SlotKind.Activation)
    {
        if (!_kinds.TryGetValue((value, axis), out SlotKind known) || known == kind)
        {
            _readers[(value, axis)] = _readers.GetValueOrDefault((value, axis)) + 1;
        }

        if (_labels.TryGetValue((value, axis), out int[]? present))
        {
            Join(present, atoms);
            return;
        }

        _labels[(value, axis)] = atoms;
        _kinds[(value, axis)] = kind;
    }

    /// <summary>Gives a value the labels of another one of the same rank.</summary>
    public void Copy(Value from, Value to)
    {
        foreach (int axis in AxesOf(from))
        {
            Set(to, axis, Of(from, axis)!);
        }
    }

    /// <summary>Forbids cutting constants along an axis that not every reader of theirs labelled alike.</summary>
    public void FreezeDisputed()
    {
        foreach ((Value value, int axis) in Axes.Where(a => a.Value.IsInitializer).ToArray())
        {
            if (_readers[(value, axis)] < value.Uses.Count)
            {
                Freeze(Of(value, axis)!, $"'{value.Name}' is read by several operators in different ways");
            }
        }
    }

    /// <summary>Unites two axes position by position.</summary>
    public void Join(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            Join(left[i], right[i]);
        }
    }

    /// <summary>Unites two atoms.</summary>
    public void Join(int left, int right)
    {
        (int a, int b) = (Find(left), Find(right));
        if (a == b)
        {
            return;
        }

        _parents[b] = a;
        if (_frozen.TryGetValue(b, out string? reason))
        {
            _frozen.TryAdd(a, reason);
        }
    }

    /// <summary>The atom that stands for a class.</summary>
    public int Find(int atom)
    {
        while (_parents[atom] != atom)
        {
            _parents[atom] = _parents[_parents[atom]];
            atom = _parents[atom];
        }

        return atom;
    }

    /// <summary>Forbids cutting some positions.</summary>
    public void Freeze(ReadOnlySpan<int> atoms, string reason)
    {
        foreach (int atom in atoms)
        {
            _frozen.TryAdd(Find(atom), reason);
        }
    }

    /// <summary>Forbids cutting any channel that a value carries.</summary>
    public void Freeze(Value value, string reason)
    {
        foreach (int axis in AxesOf(value))
        {
            Freeze(Of(value, axis)!, reason);
        }
    }

    /// <summary>Why a class can't be cut, or null where it can.</summary>
    public string? ReasonOf(int atom) => _frozen.GetValueOrDefault(Find(atom));
}
