using System.Globalization;

namespace PocketFlow.Torch.Optimizers;

/// <summary>Changes parameters along their gradients. What it remembers of earlier steps is freed by
/// <see cref="Dispose"/>; the parameters are not. Not thread-safe.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly List<(string Name, Tensor[][] Buffers)> _buffers = [];

    /// <summary>Creates an optimizer of some groups.</summary>
    /// <param name="groups">At least one group.</param>
    private protected Optimizer(IEnumerable<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Groups = [.. groups];
        if (Groups.Count == 0)
        {
            throw new ArgumentException("No parameter group was given; expected at least one.", nameof(groups));
        }
    }

    /// <summary>The groups, whose learning rates may be changed between steps.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>How many steps were made.</summary>
    public long StepCount { get; private set; }

    /// <summary>Sets the learning rate of all groups.</summary>
    /// <param name="value">The step size.</param>
    public void SetLearningRate(double value)
    {
        foreach (ParameterGroup group in Groups)
        {
            group.LearningRate = value;
        }
    }

    /// <summary>Makes one step along the gradients; parameters without one stay as they are.</summary>
    public void Step()
    {
        StepCount++;
        for (int i = 0; i < Groups.Count; i++)
        {
            StepGroup(Groups[i], i);
        }
    }

    /// <summary>Drops the gradients of all parameters.</summary>
    public void ZeroGrad()
    {
        foreach (ParameterGroup group in Groups)
        {
            Tensor.ClearGradients(group.Array);
        }
    }

    /// <summary>Copies what the next steps depend on, besides the parameters themselves.</summary>
    /// <returns>Tensors by name, owned by the open scope or the caller: <c>step</c>, and
    /// <c>{group}.{parameter}.{buffer}</c>.</returns>
    public IReadOnlyDictionary<string, Tensor> ExportState()
    {
        using GradMode noGrad = Engine.NoGrad();
        Dictionary<string, Tensor> state = new() { ["step"] = Tensor.FromArray([StepCount]) };
        foreach ((string name, Tensor buffer) in NamedBuffers())
        {
            state[name] = buffer.Clone();
        }

        return state;
    }

    /// <summary>Puts back what <see cref="ExportState"/> gave, for an exact resume.</summary>
    /// <param name="state">Tensors by name, of an optimizer with the same groups.</param>
    /// <exception cref="ArgumentException">A tensor is missing or has another shape.</exception>
    public void ImportState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using GradMode noGrad = Engine.NoGrad();
        foreach ((string name, Tensor buffer) in NamedBuffers())
        {
            Tensor source = Find(state, name);
            if (!source.Shape.SequenceEqual(buffer.Shape))
            {
                throw new ArgumentException($"Optimizer state '{name}' is {source}; expected {buffer}.", nameof(state));
            }

            buffer.CopyInPlace(source);
        }

        StepCount = Find(state, "step").Item<long>();
    }

    /// <summary>Frees what the optimizer remembers.</summary>
    public void Dispose()
    {
        foreach (Tensor buffer in NamedBuffers().Select(pair => pair.Buffer))
        {
            buffer.Dispose();
        }

        _buffers.Clear();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes one step of one group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="index">Its position.</param>
    private protected abstract void StepGroup(ParameterGroup group, int index);

    /// <summary>Creates a zero tensor beside each parameter, exported under a name.</summary>
    private protected Tensor[][] CreateBuffers(string name)
    {
        using GradMode noGrad = Engine.NoGrad();
        Tensor[][] buffers = [.. Groups.Select(group => group.Array
            .Select(parameter => TensorScope.Release(parameter.ZerosLike())).ToArray())];
        _buffers.Add((name, buffers));
        return buffers;
    }

    private static Tensor Find(IReadOnlyDictionary<string, Tensor> state, string name) =>
        state.TryGetValue(name, out Tensor? tensor)
            ? tensor
            : throw new ArgumentException(
                $"Optimizer state '{name}' is missing; was it exported by another optimizer?", nameof(state));

    private IEnumerable<(string Name, Tensor Buffer)> NamedBuffers()
    {
        foreach ((string name, Tensor[][] buffers) in _buffers)
        {
            for (int group = 0; group < buffers.Length; group++)
            {
                for (int i = 0; i < buffers[group].Length; i++)
                {
                    yield return (
                        string.Create(CultureInfo.InvariantCulture, $"{group}.{i}.{name}"), buffers[group][i]);
                }
            }
        }
    }
}
