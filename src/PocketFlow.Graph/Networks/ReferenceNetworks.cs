namespace PocketFlow.Graphs.Networks;

/// <summary>The networks that can be built by name, with untrained weights.</summary>
public static class ReferenceNetworks
{
    private static readonly Dictionary<string, Func<NetworkOptions, Model>> s_builders = new(StringComparer.Ordinal)
    {
        ["lenet"] = LeNet.Build,
        ["mobilenet-v1"] = MobileNetV1.Build,
        ["mobilenet-v2"] = MobileNetV2.Build,
        ["resnet18"] = o => ResNet.Build(18, o),
        ["resnet20"] = o => CifarResNet.Build(20, o),
        ["resnet32"] = o => CifarResNet.Build(32, o),
        ["resnet34"] = o => ResNet.Build(34, o),
        ["resnet44"] = o => CifarResNet.Build(44, o),
        ["resnet50"] = o => ResNet.Build(50, o),
        ["resnet56"] = o => CifarResNet.Build(56, o),
    };

    /// <summary>The known names, sorted.</summary>
    public static IReadOnlyList<string> Names => [.. s_builders.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Builds a network.</summary>
    /// <exception cref="ArgumentException">
    /// The name is not known, and the message lists those that are; or the options don't suit the network.
    /// </exception>
    public static Model Build(string name, NetworkOptions options) =>
        s_builders.TryGetValue(name, out Func<NetworkOptions, Model>? build)
            ? build(options)
            : throw new ArgumentException(
                $"No network is called '{name}'. Known are: {string.Join(", ", Names)}.", nameof(name));
}
