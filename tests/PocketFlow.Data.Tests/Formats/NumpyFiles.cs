namespace PocketFlow.Data.Tests;

/// <summary>The files that <c>Oracle/numpy_arrays.py</c> writes.</summary>
public sealed class NumpyFiles : IDisposable
{
    private readonly Lazy<TempFolder> _folder = new(() => PythonOracle.Run("numpy_arrays.py"));

    public string Path => _folder.Value.Path;

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Dispose();
        }
    }
}
