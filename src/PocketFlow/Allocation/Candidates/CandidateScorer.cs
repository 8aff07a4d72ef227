using PocketFlow.Data;
using PocketFlow.Graphs;
using PocketFlow.Learners;
using PocketFlow.Training;
using PocketFlow.Training.Execution;
using PocketFlow.Training.Tasks;

namespace PocketFlow.Allocation;

/// <summary>Measures candidates on the same validation images; the original's outputs are computed once.</summary>
public sealed class CandidateScorer
{
    private readonly LearnerContext _context;
    private readonly ImageDataset _images;
    private readonly float[] _wanted;
    private readonly double _energy;

    /// <summary>Runs the original.</summary>
    /// <param name="original">The whole model.</param>
    /// <param name="context">Data, task, device.</param>
    /// <param name="images">How many validation images, from the first on; null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public CandidateScorer(Model original, LearnerContext context, int? images, CancellationToken cancellationToken)
    {
        _context = context;
        _images = context.Validation.Slice(..Math.Min(images ?? int.MaxValue, context.Validation.Count));
        using var executor = new Executor(original, context.Device);
        _wanted = Evaluator.Outputs(executor, _images, context.Normalization, null, cancellationToken);
        _energy = Math.Max(_wanted.Sum(w => (double)w * w), double.Epsilon);
        Original = Score(original, cancellationToken);
    }

    /// <summary>The original's own score; its distance is 0 up to rounding.</summary>
    public CandidateScore Original { get; }

    /// <summary>Measures a candidate.</summary>
    public CandidateScore Score(Model model, CancellationToken cancellationToken = default)
    {
        using var executor = new Executor(model, _context.Device);
        var measurement = new Measurement(_context.Task, _images.Target);
        double error = 0;
        int place = 0;
        Evaluator.Run(executor, _images, _context.Normalization, null, cancellationToken, (batch, outputs) =>
        {
            foreach (float output in outputs)
            {
                double difference = output - _wanted[place++];
                error += difference * difference;
            }

            if (_context.Task.UsesLogits)
            {
                Logits.Restore(outputs, executor.Activation);
            }

            int length = outputs.Length / batch.Count;
            for (int i = 0; i < batch.Count; i++)
            {
                measurement.Add(outputs.AsSpan(i * length, length), batch.TargetAt(i));
            }
        });
        return new CandidateScore(measurement.Values[0].Value, error / _energy);
    }
}
