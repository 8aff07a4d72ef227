namespace PocketFlow.Runtimes.Tests;

public sealed class RuntimeDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Find_AboveTheStart_FindsArtifacts()
    {
        var start = Directory.CreateDirectory(Path.Combine(_root, "artifacts/bin/app/debug")).FullName;
        var installed = Path.Combine(_root, "artifacts/runtimes/some.lib");
        Directory.CreateDirectory(Path.GetDirectoryName(installed)!);
        File.WriteAllText(installed, "");

        Assert.Equal(installed, RuntimeDirectory.Find("some.lib", null, start, out _));
        Assert.Null(RuntimeDirectory.Find("other.lib", null, start, out var tried));
        Assert.Contains(start, tried, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Named_LooksOnlyThere()
    {
        var named = Directory.CreateDirectory(Path.Combine(_root, "named")).FullName;
        File.WriteAllText(Path.Combine(named, "some.lib"), "");

        Assert.NotNull(RuntimeDirectory.Find("some.lib", named, AppContext.BaseDirectory, out _));
        Assert.Null(RuntimeDirectory.Find("litert/package.json", named, AppContext.BaseDirectory, out var tried));
        Assert.Contains("POCKETFLOW_RUNTIMES", tried, StringComparison.Ordinal);
    }

    [Fact]
    public void InstallCommand_InTheRepository_IsTheScript() =>
        Assert.EndsWith("runtimes/install.sh", RuntimeDirectory.InstallCommand(), StringComparison.Ordinal);
}
