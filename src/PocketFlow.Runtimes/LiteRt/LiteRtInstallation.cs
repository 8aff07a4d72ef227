using System.Text.Json;

namespace PocketFlow.Runtimes.LiteRt;

/// <summary>Where LiteRT's WebAssembly files and Node are.</summary>
internal sealed record LiteRtInstallation(string Directory, string Node)
{
    private const string Manifest = "litert/package.json";

    public static (LiteRtInstallation? Installation, RuntimeStatus Status) Find()
    {
        var manifest = RuntimeDirectory.Find(Manifest, out var tried);
        if (manifest is null)
        {
            return (null, RuntimeStatus.Missing(tried, RuntimeDirectory.InstallCommand()));
        }

        if (FindNode() is not { } node)
        {
            return (null, RuntimeStatus.Missing(
                "node is not in a directory of PATH; Node.js 20 or newer runs LiteRT's WebAssembly.",
                "apt-get install nodejs (or another way that gives Node.js 20 or newer)"));
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        var version = json.RootElement.GetProperty("version").GetString()!;
        return (new LiteRtInstallation(Path.GetDirectoryName(manifest)!, node),
            RuntimeStatus.Available(version, "WebAssembly in Node, XNNPACK kernels, always one thread."));
    }

    private static string? FindNode()
    {
        var name = OperatingSystem.IsWindows() ? "node.exe" : "node";
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
