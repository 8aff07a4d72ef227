using System.Text.Json;
using PocketFlow.Search;

namespace PocketFlow.Cli.Tests;

public sealed class StudyVerbTests : IDisposable
{
    private static readonly SearchSpace s_space = new()
    {
        { "ratio", new FloatDistribution(0, 1) }, { "kind", new CategoricalDistribution("a", "b") },
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow").FullName;

    private string Storage => Path.Combine(_folder, "study.db");

    public StudyVerbTests()
    {
        using IStudyStorage storage = StudyStorage.Open(Storage);
        Search(storage, "half", 12);
        Search(storage, "empty", 0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task List_Storage_ShowsEveryStudy()
    {
        CommandRun run = await CommandRun.Of("study", "list", "--storage", Storage);
        CommandRun json = await CommandRun.Of("study", "list", "--storage", Storage, "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("half +maximize +random +12 +0\\.9", run.Output);
        Assert.Matches("empty +maximize +random +0 +-", run.Output);
        JsonElement[] studies = [.. JsonDocument.Parse(json.Output).RootElement.EnumerateArray()];
        Assert.Equal(["empty", "half"], studies.Select(s => s.GetProperty("name").GetString()).Order());
    }

    [Fact]
    public async Task Show_Json_HasTheTrialsOfEvents()
    {
        CommandRun run = await Study("show", "--json");

        JsonElement trials = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(12, trials.GetArrayLength());
        Assert.Equal("completed", trials[11].GetProperty("state").GetString());
        Assert.Contains(trials[11].GetProperty("parameters").GetProperty("kind").GetString(), new[] { "a", "b" });
    }

    [Fact]
    public async Task Best_Study_ShowsTrialAndParameters()
    {
        CommandRun run = await Study("best");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("completed +0\\.9", run.Output);
        Assert.Matches("ratio +0\\.\\d+ +0 to 1", run.Output);
    }

    [Fact]
    public async Task Importance_Study_NamesWhatMatters()
    {
        CommandRun run = await Study("importance", "--json");

        JsonElement first = JsonDocument.Parse(run.Output).RootElement[0];
        Assert.Equal("ratio", first.GetProperty("name").GetString());
        Assert.InRange(first.GetProperty("share").GetDouble(), 0.7, 1);
    }

    [Fact]
    public async Task Report_Study_WritesThePage()
    {
        string path = Path.Combine(_folder, "pages", "half.html");

        CommandRun run = await Study("report", "-o", path);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(path, run.Output, StringComparison.Ordinal);
        Assert.Contains("<h1>half</h1>", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_WithoutYes_DeletesNothing()
    {
        (await Study("delete")).AssertFailed(2, "give --yes to delete study 'half' with 12 trials");

        Assert.Equal(0, (await Study("delete", "--yes")).ExitCode);
        using IStudyStorage storage = StudyStorage.Open(Storage);
        Assert.Equal(["empty"], storage.Studies().Select(s => s.Name));
    }

    [Fact]
    public async Task AnyVerb_UnknownOrUnnamedStudy_NamesTheKnownOnes()
    {
        CommandRun unknown = await CommandRun.Of("study", "show", "--storage", Storage, "--study", "hafl");
        CommandRun unnamed = await CommandRun.Of("study", "best", "--storage", Storage);
        CommandRun empty = await CommandRun.Of("study", "best", "--storage", Storage, "--study", "empty");
        CommandRun absent = await CommandRun.Of("study", "list", "--storage", Path.Combine(_folder, "none.db"));

        unknown.AssertFailed(2, "no study named 'hafl'", "empty", "half");
        unnamed.AssertFailed(2, "found 2 studies", "empty", "half");
        empty.AssertFailed(2, "no completed trial");
        absent.AssertFailed(2, "none.db");
        Assert.False(File.Exists(Path.Combine(_folder, "none.db")));
    }

    private Task<CommandRun> Study(string verb, params string[] rest) =>
        CommandRun.Of(["study", verb, "--storage", Storage, "--study", "half", .. rest]);

    private static void Search(IStudyStorage storage, string name, int trials)
    {
        var study = PocketFlow.Search.Study.CreateOrOpen(
            storage, name, new StudyOptions { Directions = [StudyDirection.Maximize], Seed = 1 });
        for (int i = 0; i < trials; i++)
        {
            Trial trial = study.Ask(s_space);
            study.Tell(trial, 1 - trial.Parameters["ratio"] * trial.Parameters["ratio"]);
        }
    }
}
