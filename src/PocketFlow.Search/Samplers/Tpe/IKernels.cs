using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>The kernels of one parameter: one per observation, and the prior last.</summary>
internal interface IKernels
{
    /// <summary>Draws a value of the parameter from one of the kernels.</summary>
    double Draw(int kernel, ref SeededRandom random);

    /// <summary>Adds each kernel's logarithm of the density, or probability, of a value.</summary>
    void AddLogDensities(double value, Span<double> sums);
}
