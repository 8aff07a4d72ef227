namespace PocketFlow.Allocation.Ddpg;

/// <summary>Constants of the agent. Presets give those of AMC and of the ancestor of this library.</summary>
public sealed record DdpgOptions
{
    /// <summary>Planned roll-outs; the last one is greedy.</summary>
    /// <value>The default is 100.</value>
    public int RollOuts { get; init; } = 100;

    /// <summary>The share of roll-outs with random actions before the agent acts, at least 5 of them.</summary>
    /// <value>The default is an eighth; both ancestors take a quarter. The agent here learns from the first roll-out on.</value>
    public double WarmUp { get; init; } = 0.125;

    /// <summary>Width of each of the two hidden layers of both networks.</summary>
    /// <value>The default is 64.</value>
    public int Width { get; init; } = 64;

    /// <summary>Whether hidden layers are normalised.</summary>
    /// <value>The default is true.</value>
    public bool LayerNormalization { get; init; } = true;

    /// <summary>Learning rate of the actor.</summary>
    /// <value>The default is 1e-3.</value>
    public double ActorLearningRate { get; init; } = 1e-3;

    /// <summary>Learning rate of the critic.</summary>
    /// <value>The default is 1e-3.</value>
    public double CriticLearningRate { get; init; } = 1e-3;

    /// <summary>Share of the networks that goes into their targets with each update.</summary>
    /// <value>The default is 0.01.</value>
    public double Tau { get; init; } = 0.01;

    /// <summary>Discount per layer.</summary>
    /// <value>The default is 1: the reward is the same at every layer.</value>
    public double Discount { get; init; } = 1;

    /// <summary>Transitions per update.</summary>
    /// <value>The default is 64.</value>
    public int BatchSize { get; init; } = 64;

    /// <summary>Standard deviation of the noise on actions after warm-up.</summary>
    /// <value>The default is 0.5.</value>
    public double Noise { get; init; } = 0.5;

    /// <summary>Factor of the noise from roll-out to roll-out; 0 lets it fall to a fiftieth at the last one.</summary>
    /// <value>The default is 0.</value>
    public double NoiseDecay { get; init; }

    /// <summary>Share of the old value in the moving average of rewards that is subtracted.</summary>
    /// <value>The default is 0.95.</value>
    public double BaselineDecay { get; init; } = 0.95;

    /// <summary>AMC's constants (He et al. 2018, arXiv 1802.03494, and its published code, which takes 400 roll-outs).</summary>
    public static DdpgOptions Amc { get; } = new()
    {
        WarmUp = 0.25, Width = 300, LayerNormalization = false, ActorLearningRate = 1e-4,
        NoiseDecay = 0.95, BaselineDecay = 0.5,
    };

    /// <summary>The constants of Tencent's PocketFlow, which takes 200 roll-outs.</summary>
    public static DdpgOptions Ancestor { get; } = new() { WarmUp = 0.25, Discount = 0.9, Noise = 1 };

    /// <summary>Presets by the names of samplers.</summary>
    internal static IReadOnlyDictionary<string, DdpgOptions> Presets { get; } = new Dictionary<string, DdpgOptions>
    {
        ["ddpg"] = new(), ["ddpg-amc"] = Amc, ["ddpg-ancestor"] = Ancestor,
    };

    internal int WarmUpRollOuts => Math.Max(5, (int)(RollOuts * WarmUp));

    internal double NoiseAt(int rollOut)
    {
        int steps = Math.Max(0, rollOut - WarmUpRollOuts);
        double decay = NoiseDecay > 0 ? NoiseDecay : Math.Pow(0.02, 1.0 / Math.Max(1, RollOuts - WarmUpRollOuts));
        return rollOut >= RollOuts - 1 ? 0 : Noise * Math.Pow(decay, steps);
    }
}
