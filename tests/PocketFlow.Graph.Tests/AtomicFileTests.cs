namespace PocketFlow.Graphs.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pocketflow-");

    private string Target => Path.Combine(_directory.FullName, "file.txt");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Write_ExistingFile_ReplacesItWhole()
    {
        AtomicFile.WriteText(Target, "old and long");
        AtomicFile.WriteText(Target, "new");

        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Single(_directory.GetFiles());
    }

    [Fact]
    public void Write_FailureHalfway_KeepsTheOldFileAndLeavesNoPartial()
    {
        AtomicFile.WriteText(Target, "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("The writer failed.");
        }));

        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal(["file.txt"], _directory.GetFiles().Select(f => f.Name));
    }

    [Fact]
    public void Write_TargetIsADirectory_LeavesNoPartial()
    {
        Directory.CreateDirectory(Target);

        Assert.ThrowsAny<SystemException>(() => AtomicFile.WriteText(Target, "text"));

        Assert.Empty(_directory.GetFiles());
    }

    [Fact]
    public void Write_DirectoryMissing_IsAnIOException() => Assert.ThrowsAny<IOException>(
        () => AtomicFile.WriteText(Path.Combine(_directory.FullName, "none", "file.txt"), "text"));
}
