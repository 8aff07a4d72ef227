using System.Runtime.InteropServices;

namespace PocketFlow.Data.Tests;

/// <summary>The images that <c>Oracle/images.py</c> writes, made once for all tests of a class.</summary>
public sealed class SampleImages : IDisposable
{
    private readonly Lazy<TempFolder> _folder = new(() => PythonOracle.Run("images.py"));

    /// <summary>The names of all files with a prefix, in order, without folder and extension.</summary>
    public IReadOnlyList<string> Names(string prefix) =>
    [
        .. Directory.GetFiles(_folder.Value.Path, prefix + "*.raw").Select(p => Path.GetFileNameWithoutExtension(p)!)
            .Order(StringComparer.Ordinal),
    ];

    public byte[] Read(string file) => File.ReadAllBytes(_folder.Value.File(file));

    /// <summary>What the decoder should give.</summary>
    internal DecodedImage Expected(string name)
    {
        byte[] raw = Read(name + ".raw");
        int[] header = MemoryMarshal.Cast<byte, int>(raw.AsSpan(0, 12)).ToArray();
        return new DecodedImage(header[0], header[1], header[2], raw[12..]);
    }

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            _folder.Value.Dispose();
        }
    }
}
