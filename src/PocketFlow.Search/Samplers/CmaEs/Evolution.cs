using PocketFlow.Data;

namespace PocketFlow.Search;

/// <summary>What the strategy knows after a number of generations. Never changes.</summary>
internal sealed record Evolution
{
    private static readonly long s_restart = StableHash.Of("cma-es restart");

    private Evolution()
    {
    }

    /// <summary>λ: how many results make the next generation.</summary>
    public required int PopulationSize { get; init; }

    /// <summary>How numbers are drawn.</summary>
    public required StrategyState State { get; init; }

    /// <summary>How categories are drawn.</summary>
    public required CategoryModel Categories { get; init; }

    /// <summary>The best loss of each generation since the last restart.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>Before the first generation: in the middle, or at the best trial that the strategy did not propose.</summary>
    public static Evolution Begin(
        StudyHistory history, StrategySpace space, IReadOnlyList<TrialRecord> starts, CmaEsOptions options)
    {
        int population = options.PopulationSize ?? space.DefaultPopulation;
        CategoryModel categories = CategoryModel.Even(space);
        if (starts.Count == 0)
        {
            double[] middle = [.. space.Numbers.Select(_ => 0.5)];
            return new Evolution
            {
                PopulationSize = population, State = StrategyState.Begin(middle, options.InitialSigma), Categories = categories,
            };
        }

        TrialRecord best = Standing.Order(history, starts)[0];
        return new Evolution
        {
            PopulationSize = population, State = StrategyState.Begin(space.PointOf(best).Point, options.WarmSigma),
            Categories = categories.Towards([space.CategoriesOf(best)], [1], options.CategoryRate),
        };
    }

    /// <summary>After one more generation; begun anew where nothing is left to be found.</summary>
    public Evolution After(
        StudyHistory history, StrategySpace space, IReadOnlyList<TrialRecord> members, int generation, CmaEsOptions options)
    {
        TrialRecord[] order = Standing.Order(history, members);
        double[] losses = [.. order.Select(t => t.State == TrialState.Completed ? history.Loss(t.Value) : double.NaN)];
        Evolution next = this with
        {
            State = space.Numbers.Count == 0 ? State : Moved(space, order),
            Categories = Categories.Towards(
                [.. order.Take(order.Length / 2).Select(space.CategoriesOf)],
                new StrategyParameters(Math.Max(1, space.Numbers.Count), order.Length).Weights, options.CategoryRate),
            Losses = [.. Losses, losses[0]],
        };
        return Convergence.IsReached(next, space, losses) ? next.Restarted(history, space, generation, options) : next;
    }

    private StrategyState Moved(StrategySpace space, TrialRecord[] order)
    {
        double[][] steps = [.. order.Select(t => space.PointOf(t) is var (point, isDrawn) && isDrawn
            ? State.Step(point)
            : Injection.Shortened(State, State.Step(point)))];
        return Margin.Correct(
            StrategyUpdate.Of(State, steps), space.Axes, 1.0 / (space.Numbers.Count * PopulationSize));
    }

    /// <summary>With twice the population and from a random point (Auger and Hansen 2005, "A restart CMA evolution strategy
    /// with increasing population size").</summary>
    private Evolution Restarted(StudyHistory history, StrategySpace space, int generation, CmaEsOptions options)
    {
        SeededRandom random = new SeededRandom(history.Seed).Split(s_restart).Split(generation);
        double[] mean = new double[space.Numbers.Count];
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = random.NextDouble();
        }

        return new Evolution
        {
            PopulationSize = 2 * PopulationSize, State = StrategyState.Begin(mean, options.InitialSigma),
            Categories = CategoryModel.Even(space),
        };
    }
}
