using System.Diagnostics;

namespace PocketFlow.Torch;

/// <summary>Owns every tensor that its thread creates while it is the innermost open scope, and frees them when it is
/// disposed. Scopes nest and must be closed in reverse order on the thread that opened them.</summary>
/// <example><c>using var scope = TensorScope.Begin(); … return scope.Keep(loss);</c></example>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? t_current;

    [ThreadStatic]
    private static Stack<List<Tensor>>? t_spare;

    private readonly TensorScope? _parent;
    private List<Tensor>? _tensors;

    private TensorScope(TensorScope? parent)
    {
        _parent = parent;
        _tensors = t_spare is { Count: > 0 } spare ? spare.Pop() : [];
    }

    /// <summary>The innermost open scope of this thread; null when there is none.</summary>
    public static TensorScope? Current => t_current;

    /// <summary>How many tensors the scope has been given, counting those that have left it since.</summary>
    public int Count => _tensors?.Count ?? 0;

    /// <summary>Opens a scope on this thread.</summary>
    public static TensorScope Begin() => t_current = new TensorScope(t_current);

    /// <summary>Takes a tensor out of whatever scope owns it: it lives until it is disposed.</summary>
    /// <param name="tensor">A tensor; one that no scope owns is left as it is.</param>
    /// <returns>The same tensor, now owned by the caller.</returns>
    public static Tensor Release(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Owner = null;
        return tensor;
    }

    /// <summary>Moves a tensor of this scope to the scope around it, or to the caller when there is none.</summary>
    /// <param name="tensor">A tensor; one that this scope does not own is left as it is.</param>
    /// <returns>The same tensor.</returns>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Owner == this)
        {
            tensor.Owner = _parent;
            _parent?._tensors!.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Frees the tensors that the scope still owns and makes the scope around it the current one.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is still open, or it is another thread's.</exception>
    public void Dispose()
    {
        if (_tensors is not { } tensors)
        {
            return;
        }

        if (t_current != this)
        {
            throw new InvalidOperationException(
                "The scope is not the innermost one of this thread; close scopes in reverse order, where they began.");
        }

        t_current = _parent;
        _tensors = null;

        // Later tensors hold the graph that earlier ones are part of, so the order is the reverse of creation.
        for (int i = tensors.Count - 1; i >= 0; i--)
        {
            if (tensors[i].Owner == this)
            {
                tensors[i].Dispose();
            }
        }

        tensors.Clear();
        (t_spare ??= new Stack<List<Tensor>>()).Push(tensors);
    }

    /// <summary>Makes the innermost scope the owner of a new tensor.</summary>
    internal static TensorScope? Adopt(Tensor tensor)
    {
        TensorScope? scope = t_current;
        if (scope is not null)
        {
            Debug.Assert(scope._tensors is not null, "A closed scope can't be current.");
            scope._tensors.Add(tensor);
        }

        return scope;
    }
}
