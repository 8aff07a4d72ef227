using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Runs;
using PocketFlow.Torch;
using PocketFlow.Training;

namespace PocketFlow;

/// <summary>A model from a file, made ready to be trained further.</summary>
public static class TrainingStart
{
    private const int StatisticsImages = 2000;

    /// <summary>
    /// Reads a model, checks that it fits the images, and gives it back the batch normalisation that its export folded
    /// away (see <see cref="BatchNormalizationRecovery"/>).
    /// </summary>
    /// <param name="path">The model file.</param>
    /// <param name="train">The images to train on; the first 2000 set the statistics.</param>
    /// <param name="normalization">How inputs are normalised.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="recoverBatchNormalization">False leaves the model as it is.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="PocketFlowException">The model can't be read, or doesn't fit the images.</exception>
    public static Model FromFile(
        string path, ImageDataset train, Normalization normalization, Device device = default,
        bool recoverBatchNormalization = true, CancellationToken cancellationToken = default)
    {
        Model model = ModelFile.Read(path);
        RecipeResolution.RequireFit(model, train);
        return recoverBatchNormalization
            ? BatchNormalizationRecovery.Apply(
                model, train.Slice(..Math.Min(StatisticsImages, train.Count)), normalization, device, cancellationToken)
            : model;
    }
}
