using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Tests.Conformance;

/// <content>Running a model where it ships to, and in the engine; results are in the graph's order of axes.</content>
public sealed partial class OperatorConformance
{
    // Images have channels last in TFLite files.
    private static readonly int[] s_channelsLast = [0, 2, 3, 1];
    private static readonly int[] s_channelsFirst = [0, 3, 1, 2];

    private float[][] RunOnnx(string path, IReadOnlyList<CaseInput> inputs)
    {
        using IModelSession session = _runtimes.For(path).Load(path);
        return session.Run([.. inputs.Select(i => i.Elements)], SamplesOf(inputs));
    }

    private float[][] RunTfLite(string path, Model model, IReadOnlyList<CaseInput> inputs)
    {
        using IModelSession session = _runtimes.For(path).Load(path);
        float[][] found = session.Run(
            [.. inputs.Select(i => Permute(i.Elements, i.Dims, s_channelsLast))], SamplesOf(inputs));
        return [.. found.Select((f, i) => ToGraphOrder(f, model.Graph.Outputs[i]))];
    }

    /// <summary>A model whose file had one sample takes several where that is possible, else one after the other.</summary>
    private static float[][] RunReadBack(Model model, IReadOnlyList<CaseInput> inputs)
    {
        if (SamplesOf(inputs) == 1 || model.Graph.Inputs.All(i => !i.KnownShape.IsStatic))
        {
            return RunEngine(model, inputs);
        }

        var parts = Enumerable.Range(0, CaseInput.Batch)
            .Select(s => RunEngine(model, [.. inputs.Select(i => i.Sample(s))])).ToArray();
        return [.. Enumerable.Range(0, parts[0].Length).Select(o => parts.SelectMany(p => p[o]).ToArray())];
    }

    private static float[][] RunEngine(Model model, IReadOnlyList<CaseInput> inputs)
    {
        using var executor = new Executor(model);
        using TensorScope scope = TensorScope.Begin();
        using GradMode mode = Engine.NoGrad();
        return [.. executor.Forward([.. inputs.Select(i => i.ToTensor())]).Select(t => t.ToArray<float>())];
    }

    private static float[] ToGraphOrder(float[] found, Value output)
    {
        long[] dims = output.KnownShape.ToArray(CaseInput.Batch);
        return Permute(found, [.. dims.Length == 4 ? s_channelsLast.Select(a => dims[a]) : dims], s_channelsFirst);
    }

    private static float[] Permute(float[] elements, long[] dims, int[] order) =>
        dims.Length == 4 ? ElementOrder.Permute<float>(elements, dims, order) : elements;

    private static int SamplesOf(IReadOnlyList<CaseInput> inputs) =>
        inputs.Any(i => !i.Shape.IsStatic) ? CaseInput.Batch : 1;
}
