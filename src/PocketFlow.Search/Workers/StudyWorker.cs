using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PocketFlow.Search;

/// <summary>Evaluates trials of a study, alone or beside other workers, until the study has enough of them.</summary>
/// <param name="study">The study.</param>
/// <param name="options">How the worker behaves; null for the defaults.</param>
public sealed class StudyWorker(Study study, WorkerOptions? options = null)
{
    /// <summary>Key of the user attribute with the message of an objective that failed.</summary>
    public const string FailureKey = "failure";

    private readonly WorkerOptions _options = options ?? new();

    /// <summary>Works until the study has a number of finished trials, all workers' counted; trials of workers that die
    /// meanwhile are evaluated too.</summary>
    /// <param name="space">All parameters; null where the objective asks for each by itself.</param>
    /// <param name="objective">Evaluates a trial. Its token is canceled when the worker is to stop, or the trial was given
    /// to another worker.</param>
    /// <param name="trials">How many trials the study is to have; queued ones are evaluated even beyond.</param>
    /// <param name="cancellationToken">Stops the worker; its trial goes back into the queue.</param>
    /// <exception cref="StudyException">The storage fails.</exception>
    /// <exception cref="OperationCanceledException">The worker was stopped.</exception>
    public void Run(
        SearchSpace? space, Func<Trial, CancellationToken, TrialResult> objective, int trials,
        CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            study.Requeue(_options.Grace);
            if (!RunOne(space, objective, trials, cancellationToken))
            {
                if (!study.Trials.Any(t => t.State == TrialState.Running && t.Worker is not null))
                {
                    return;
                }

                // Their workers may die; those of other programs give no signs and aren't waited for.
                cancellationToken.WaitHandle.WaitOne(_options.PollInterval);
            }
        }
    }

    /// <summary>Evaluates a trial with signs of life and tells what came out.</summary>
    /// <exception cref="StudyException">The storage fails.</exception>
    /// <exception cref="OperationCanceledException">The worker was stopped.</exception>
    public void Evaluate(
        Trial trial, Func<Trial, CancellationToken, TrialResult> objective, CancellationToken cancellationToken = default)
    {
        try
        {
            if (Result(trial, objective, cancellationToken) is not { } result)
            {
                study.TellFailed(trial);
            }
            else if (result.State == TrialState.Pruned)
            {
                study.TellPruned(trial);
            }
            else
            {
                study.Tell(trial, result.Values);
            }

            _options.Told(trial);
        }
        catch (TrialLostException)
        {
            // Another worker has the trial; there is more to do.
        }
    }

    /// <returns>Whether there was a trial to run.</returns>
    private bool RunOne(
        SearchSpace? space, Func<Trial, CancellationToken, TrialResult> objective, int trials,
        CancellationToken cancellationToken)
    {
        try
        {
            if (study.Ask(trials, space) is not { } trial)
            {
                return false;
            }

            Evaluate(trial, objective, cancellationToken);
        }
        catch (TrialLostException)
        {
            // This process stood still while the trial's values were chosen, and was taken for dead.
        }

        return true;
    }

    /// <summary>What the objective gives; null where it fails.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The objective is anybody's code.")]
    private TrialResult? Result(
        Trial trial, Func<Trial, CancellationToken, TrialResult> objective, CancellationToken cancellationToken)
    {
        if (trial.Duplicate is { } same && study.IsDeterministic)
        {
            trial.CopyFrom(same);
            return TrialResult.Completed([.. same.Values]);
        }

        using var heartbeat = new TrialHeartbeat(trial, _options.HeartbeatInterval);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, heartbeat.Lost);
        try
        {
            return objective(trial, stop.Token);
        }
        catch (OperationCanceledException) when (heartbeat.Lost.IsCancellationRequested)
        {
            throw new TrialLostException(trial.Number);
        }
        catch (Exception e) when (e is StudyException or OperationCanceledException || _options.EndsWorker(e))
        {
            study.TryRelease(trial);
            throw;
        }
        catch (Exception e)
        {
            trial.SetAttribute(FailureKey, JsonSerializer.Serialize(e.Message, SearchJson.Default.String));
            return null;
        }
    }
}
