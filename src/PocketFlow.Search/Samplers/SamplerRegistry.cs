namespace PocketFlow.Search;

/// <summary>The samplers that can be named on the command line.</summary>
public static class SamplerRegistry
{
    /// <summary>Starts with the samplers of this library.</summary>
    public static Registry<ISampler> Default { get; } = new Registry<ISampler>("sampler")
        .Register("random", () => new RandomSampler())
        .Register("sobol", () => new SobolSampler())
        .Register("gp", () => new GpSampler())
        .Register("tpe", () => new TpeSampler())
        .Register("cma-es", () => new CmaEsSampler())
        .Register("nsga-ii", () => new NsgaTwoSampler());
}
