namespace PocketFlow.Data.Tests;

/// <summary>A test that needs Debian's Fashion-MNIST; skipped with the reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FashionMnistFactAttribute : FactAttribute
{
    public FashionMnistFactAttribute()
    {
        string folder = new FashionMnistFormat().DefaultDirectories[0];
        if (!Directory.Exists(folder))
        {
            Skip = $"{folder} is absent; apt-get install dataset-fashion-mnist";
        }
    }
}
