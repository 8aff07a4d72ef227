using System.Data.Common;

namespace PocketFlow.Search;

/// <summary>Reads trials of a study with everything that belongs to them.</summary>
internal sealed class TrialReader
{
    private const int KeptDistributions = 10_000;
    private readonly Dictionary<long, Row> _rows = [];
    private readonly Dictionary<string, Distribution> _distributions = new(StringComparer.Ordinal);

    /// <summary>Reads the trials that a cache has not, or has unfinished.</summary>
    public IEnumerable<TrialRecord> Read(SqlSession session, long studyId, TrialCache cache)
    {
        string wanted = cache.Changing;
        string ofWanted = $"WHERE trial_id IN (SELECT trial_id FROM trials WHERE {wanted})";
        session.QueryAll(
            $"""
            SELECT trial_id, number, CAST(state AS VARCHAR(8)), datetime_start, datetime_complete FROM trials
              WHERE {wanted} ORDER BY number;
            SELECT trial_id, param_name, param_value, distribution_json FROM trial_params {ofWanted} ORDER BY param_id;
            SELECT trial_id, value, CAST(value_type AS VARCHAR(7)) FROM trial_values {ofWanted}
              ORDER BY trial_id, objective;
            SELECT trial_id, step, intermediate_value, CAST(intermediate_value_type AS VARCHAR(7))
              FROM trial_intermediate_values {ofWanted};
            SELECT trial_id, "key", value_json FROM trial_user_attributes {ofWanted};
            SELECT trial_id, "key", value_json FROM trial_system_attributes {ofWanted};
            """,
            [
                r => _rows.Add(r.GetInt64(0), new Row(r)),
                ReadParameter,
                r => Of(r)?.Values.Add(Number(r, 1).ToDouble()),
                r => Of(r)?.IntermediateValues[r.GetInt32(1)] = Number(r, 2).ToDouble(),
                r => Of(r)?.Attributes[r.GetString(1)] = Text(r, 2),
                r => Of(r)?.SystemAttributes[r.GetString(1)] = Text(r, 2),
            ],
            ("study", studyId));
        if (_distributions.Count > KeptDistributions)
        {
            _distributions.Clear();
        }

        TrialRecord[] records = [.. _rows.Values.Select(r => r.ToRecord())];
        _rows.Clear();
        return records;
    }

    private void ReadParameter(DbDataReader reader)
    {
        if (Of(reader) is not { } row)
        {
            return;
        }

        (string name, string json) = (reader.GetString(1), reader.GetString(3));
        if (!_distributions.TryGetValue(json, out Distribution? distribution))
        {
            // Trials share the few distributions of a study.
            _distributions[json] = distribution = DistributionJson.Read(json);
        }

        row.Parameters[name] = reader.GetDouble(2);
        row.Distributions[name] = distribution;
    }

    private Row? Of(DbDataReader reader) => _rows.GetValueOrDefault(reader.GetInt64(0));

    private static StoredNumber Number(DbDataReader reader, int column) =>
        new(reader.IsDBNull(column) ? null : reader.GetDouble(column), reader.GetString(column + 1));

    /// <summary>A column of JSON.</summary>
    public static string Text(DbDataReader reader, int column) => reader.IsDBNull(column)
        ? "null"
        : PythonJson.Strict(reader.GetString(column));

    private sealed class Row(DbDataReader reader)
    {
        private readonly long _id = reader.GetInt64(0);
        private readonly int _number = reader.GetInt32(1);
        private readonly TrialState _state = StoredWords.ToState(reader.GetString(2));
        private readonly DateTime? _started = Time(reader, 3);
        private readonly DateTime? _finished = Time(reader, 4);

        public Dictionary<string, double> Parameters { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, Distribution> Distributions { get; } = new(StringComparer.Ordinal);

        public List<double> Values { get; } = [];

        public Dictionary<int, double> IntermediateValues { get; } = [];

        public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, string> SystemAttributes { get; } = new(StringComparer.Ordinal);

        public TrialRecord ToRecord() => new()
        {
            Id = _id, Number = _number, State = _state, Started = _started, Finished = _finished,
            Parameters = Parameters, Distributions = Distributions, Values = Values,
            IntermediateValues = IntermediateValues, Attributes = Attributes, SystemAttributes = SystemAttributes,
        };

        private static DateTime? Time(DbDataReader reader, int column) => reader.IsDBNull(column)
            ? null
            : DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);
    }
}
