using System.CommandLine;
using PocketFlow.Search;

namespace PocketFlow.Cli.Commands;

/// <summary>The options that name a study, and what they open.</summary>
internal sealed class StudyChoice : IDisposable
{
    private readonly IStudyStorage _storage;

    private StudyChoice(IStudyStorage storage, StudyRecord record)
    {
        (_storage, Record) = (storage, record);
        History = new StudyHistory(record.Directions, storage.Trials(record.Id), record.Seed);
    }

    public static Option<string> Storage { get; } = new("--storage")
    {
        Description = "Where studies are kept: an SQLite file, or \"Host=…;Database=…\" of PostgreSQL.",
        Required = true,
    };

    public static Option<string?> Name { get; } = new("--study")
    {
        Description = "The study's name. Default: the only one of the storage.",
    };

    public StudyRecord Record { get; }

    public StudyHistory History { get; }

    /// <summary>What the objectives are called: their direction tells them apart, and a number where there are several.</summary>
    public string[] Objectives => History.IsSingleObjective
        ? ["value"]
        : [.. History.Directions.Select((_, i) => $"value {i + 1}")];

    /// <summary>Opens the storage; the file must exist.</summary>
    public static IStudyStorage OpenStorage(ParseResult parse) =>
        StudyStorage.Open(parse.GetValue(Storage)!, mustExist: true);

    /// <summary>Opens the study that the options name.</summary>
    /// <exception cref="StudyException">There is none of this name, or several and no name was given.</exception>
    public static StudyChoice Open(ParseResult parse)
    {
        IStudyStorage storage = OpenStorage(parse);
        try
        {
            return new StudyChoice(storage, Find(storage, parse.GetValue(Name)));
        }
        catch
        {
            storage.Dispose();
            throw;
        }
    }

    /// <summary>Removes the study with its trials.</summary>
    public void Delete() => _storage.DeleteStudy(Record.Id);

    public void Dispose() => _storage.Dispose();

    private static StudyRecord Find(IStudyStorage storage, string? name)
    {
        if (name is not null)
        {
            return StudyStorage.Find(storage, name);
        }

        IReadOnlyList<StudyRecord> studies = storage.Studies();
        return studies.Count == 1
            ? studies[0]
            : throw new StudyException(studies.Count == 0
                ? "found no study in the storage; expected one or more. Begin one by 'pocketflow compress … --search … --storage …'."
                : $"found {studies.Count} studies; expected --study to name one of {string.Join(", ", studies.Select(x => x.Name))}.");
    }
}
