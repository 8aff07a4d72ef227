using PocketFlow.Data;
using PocketFlow.Graphs;

namespace PocketFlow.Training.Tasks;

/// <summary>Whether a model answers what a data set asks.</summary>
public static class TaskFit
{
    /// <summary>The images in the shape of a model's input, where the two differ by axes of 1 only; else as they are.</summary>
    public static ImageDataset Shaped(Model model, ImageDataset images)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        if (InputsOf(model) is not [{ Shape: { Rank: > 1 } input }])
        {
            return images;
        }

        long[] wanted = [.. input.ToArray().Skip(1)];
        bool isOther = !wanted.SequenceEqual(images.Shape.Dims.Select(d => (long)d));
        return isOther && wanted.Where(d => d != 1).SequenceEqual(images.Shape.Dims.Where(d => d != 1).Select(d => (long)d))
            ? images.Reshape(new InputShape(Array.ConvertAll(wanted, d => (int)d)))
            : images;
    }

    /// <summary>What to do where a model has more outputs than a data set has classes; empty for other mismatches.</summary>
    /// <param name="target">The targets.</param>
    /// <param name="outputs">The number of outputs.</param>
    public static string AdviceFor(TargetDescription target, long outputs)
    {
        ArgumentNullException.ThrowIfNull(target);
        long more = outputs - target.OutputCount;
        return target.Kind == TargetKind.Class && more > 0
            ? $"The model has {outputs} outputs, {more} more than the data set has classes: if output 0 is \"background\", give "
                + $"--class-offset {more}; if classes are missing in the data, list all of them with --labels."
            : "";
    }

    /// <summary>Why a model can't be trained and measured on a data set; null when it can.</summary>
    public static string? ProblemOf(Model model, ImageDataset images)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        Graph graph = model.Graph;
        bool fits = InputsOf(model) is [{ Shape: { Rank: > 1 } input }]
            && input.ToArray().Skip(1).SequenceEqual(images.Shape.Dims.Select(d => (long)d))
            && graph.Outputs is [{ Shape: { Rank: >= 2 } output }] && Fits(output, images.Target);
        if (!fits)
        {
            return $"inputs of {images.Name} are {images.Shape}, targets {images.Target}, so that the output should be "
                + $"[batch, {string.Join(", ", OutputShape(images.Target))}]; the model turns "
                + $"{string.Join(", ", graph.Inputs)} into {string.Join(", ", graph.Outputs)}. "
                + $"Name the data set that the model was made for. {AdviceFor(images.Target, OutputsOf(graph))}".TrimEnd();
        }

        return images.Target.Kind == TargetKind.ClassSet
            && OutputActivations.Of(graph) == OutputActivation.Softmax
            ? $"targets of {images.Name} are {images.Target}; the model ends in a softmax, which allows one class only. "
                + "End it in a sigmoid, or in logits."
            : null;
    }

    private static Value[] InputsOf(Model model) => [.. model.Graph.Inputs.Where(i => !i.IsInitializer)];

    private static long OutputsOf(Graph graph) =>
        graph.Outputs is [{ Shape: { Rank: 2 } output }] && output[1].IsKnown ? output.ToArray()[1] : 0;

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
