namespace PocketFlow.Runtimes.Tests;

/// <summary>Paths of the tiny committed models, and of the trained ones where they are present.</summary>
internal static class TestModels
{
    public static string Tiny(string name) => Path.Combine(AppContext.BaseDirectory, "Models", name);

    /// <summary>y = W x + b of the tiny dense models, computed here.</summary>
    public static float[] Dense(ReadOnlySpan<float> x)
    {
        float[] weights = [0.5f, 1, 0, -2, -1, 0, 3, 1, 0, 2, -1, 0.25f];
        float[] y = [0.1f, 0.2f, 0.3f];
        for (var i = 0; i < 12; i++)
        {
            y[i / 4] += weights[i] * x[i % 4];
        }

        return y;
    }

    /// <summary>Path of a trained model in POCKETFLOW_SHARED/models or a shared/models above, or null.</summary>
    public static string? Shared(string name)
    {
        if (Environment.GetEnvironmentVariable("POCKETFLOW_SHARED") is { Length: > 0 } shared)
        {
            return Existing(Path.Combine(shared, "models", name));
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared", "models", name)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
