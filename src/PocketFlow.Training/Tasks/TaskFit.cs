using PocketFlow.Data;
using PocketFlow.Graphs;

namespace PocketFlow.Training.Tasks;

/// <summary>Whether a model answers what a data set asks.</summary>
public static class TaskFit
{
    /// <summary>Why a model can't be trained and measured on a data set; null when it can.</summary>
    public static string? ProblemOf(Model model, ImageDataset images)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        Graph graph = model.Graph;
        bool fits = graph.Inputs.Where(i => !i.IsInitializer).ToArray() is [{ Shape: { Rank: > 1 } input }]
            && input.ToArray().Skip(1).SequenceEqual(images.Shape.Dims.Select(d => (long)d))
            && graph.Outputs is [{ Shape: { Rank: >= 2 } output }] && Fits(output, images.Target);
        if (!fits)
        {
            return $"inputs of {images.Name} are {images.Shape}, targets {images.Target}, so that the output should be "
                + $"[batch, {string.Join(", ", OutputShape(images.Target))}]; the model turns "
                + $"{string.Join(", ", graph.Inputs)} into {string.Join(", ", graph.Outputs)}. "
                + "Name the data set that the model was made for.";
        }

        return images.Target.Kind == TargetKind.ClassSet
            && OutputActivations.Of(graph) == OutputActivation.Softmax
            ? $"targets of {images.Name} are {images.Target}; the model ends in a softmax, which allows one class only. "
                + "End it in a sigmoid, or in logits."
            : null;
    }

    private static int[] OutputShape(TargetDescription target) => target.Kind == TargetKind.ClassMap
        ? [target.OutputCount, .. target.Shape]
        : [target.OutputCount];

    private static bool Fits(Shape output, TargetDescription target)
    {
        long[] wanted = Array.ConvertAll(OutputShape(target), size => (long)size);

        // Unknown sizes are taken on trust: the first batch shows them.
        long[] found = [.. output.ToArray().Skip(1).Select((size, i) =>
            output[i + 1].IsKnown || i >= wanted.Length ? size : wanted[i])];
        return target.Kind == TargetKind.ClassMap
            ? found.AsSpan().SequenceEqual(wanted)
            : found.Aggregate(1L, (product, size) => product * size) == wanted[0];
    }
}
