namespace PocketFlow.Search.Tests;

public sealed class RegistryTests
{
    [Fact]
    public void Create_EveryName_GivesWhatHasTheName()
    {
        Assert.All(SamplerRegistry.Default.Names, n => Assert.Equal(n, SamplerRegistry.Default.Create(n).Name));
        Assert.All(PrunerRegistry.Default.Names, n => Assert.Equal(n, PrunerRegistry.Default.Create(n).Name));
    }

    [Fact]
    public void Create_UnknownName_NamesTheNearest()
    {
        StudyException e = Assert.Throws<StudyException>(() => SamplerRegistry.Default.Create("soboll"));

        Assert.Contains("Did you mean \"sobol\"?", e.Message, StringComparison.Ordinal);
        Assert.Contains("nsga-ii", e.Message, StringComparison.Ordinal);
    }
}
