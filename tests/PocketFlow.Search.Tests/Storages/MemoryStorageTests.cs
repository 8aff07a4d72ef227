namespace PocketFlow.Search.Tests;

public sealed class MemoryStorageTests : StorageContract
{
    protected override IStudyStorage Create(TimeProvider clock) => new MemoryStorage(clock);
}
