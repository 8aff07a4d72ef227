namespace PocketFlow.Search;

/// <summary>The tables of Optuna's relational storage, so that either program opens the other's studies.</summary>
internal static class StudySchema
{
    /// <summary>The revision of Optuna's schema since version 3.2, the newest one there is.</summary>
    public const string Revision = "v3.2.0.a";

    private const int VersionOfOptuna = 12;

    private static readonly string[] s_olderRevisions =
    [
        "v0.9.0.a", "v1.2.0.a", "v1.3.0.a", "v2.4.0.a", "v2.6.0.a", "v3.0.0.a", "v3.0.0.b", "v3.0.0.c", "v3.0.0.d",
    ];

    private static readonly Dictionary<string, string[]> s_words = new()
    {
        ["studydirection"] = ["NOT_SET", "MINIMIZE", "MAXIMIZE"],
        ["trialstate"] = ["RUNNING", "COMPLETE", "PRUNED", "FAIL", "WAITING"],
        ["trialvaluetype"] = ["FINITE", "INF_POS", "INF_NEG"],
        ["trialintermediatevaluetype"] = ["FINITE", "INF_POS", "INF_NEG", "NAN"],
    };

    /// <summary>Creates the tables in an empty database.</summary>
    /// <exception cref="StudyException">The database is another program's, of another revision, or empty though it must not be.
    /// </exception>
    public static void CreateOrCheck(SqlSession session, bool mustExist)
    {
        HashSet<string> tables = [.. session.Query(session.Dialect.TablesQuery, r => r.GetString(0))];
        string place = session.Dialect.Place;
        if (tables.Count == 0 && mustExist)
        {
            throw new StudyException($"{place}: found nothing in it; expected studies. Begin a search that keeps its study there, or "
                + "name the storage of one.");
        }

        if (tables.Count == 0)
        {
            Create(session);
            return;
        }

        if (!tables.Contains("studies") || !tables.Contains("trials") || !tables.Contains("alembic_version"))
        {
            throw new StudyException($"{place}: found the tables {string.Join(", ", tables.Order().Take(5))} of another "
                + "program; expected studies, or an empty database. Choose another one.");
        }

        string? revision = session.Scalar("SELECT version_num FROM alembic_version") as string;
        if (revision != Revision)
        {
            throw new StudyException($"{place}: found the schema '{revision}'; expected '{Revision}'. "
                + (s_olderRevisions.Contains(revision)
                    ? "It was made by an old Optuna: bring it up to date with 'optuna storage upgrade'."
                    : "It was made by a newer program: use a newer PocketFlow, or another storage."));
        }
    }

    private static void Create(SqlSession session)
    {
        SqlDialect dialect = session.Dialect;
        foreach ((string type, string[] words) in s_words)
        {
            if (dialect.TypeDefinition(type, words) is { Length: > 0 } definition)
            {
                session.Execute(definition);
            }
        }

        foreach (string statement in Statements(dialect))
        {
            session.Execute(statement);
        }

        session.Execute(
            "INSERT INTO version_info (version_info_id, schema_version, library_version) VALUES (1, @schema, @library)",
            ("schema", (long)VersionOfOptuna), ("library", "3.2.0"));
        session.Execute("INSERT INTO alembic_version (version_num) VALUES (@revision)", ("revision", Revision));
    }

    private static IEnumerable<string> Statements(SqlDialect dialect)
    {
        (string key, string real, string time) = (dialect.KeyType, dialect.RealType, dialect.TimeType);
        string Words(string type) => dialect.WordType(type, s_words[type]);

        yield return $"CREATE TABLE studies (study_id {key}, study_name VARCHAR(512) NOT NULL, PRIMARY KEY (study_id))";
        yield return "CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name)";
        yield return Table("study_directions", "study_direction_id", $"direction {Words("studydirection")} NOT NULL",
            "study_id INTEGER NOT NULL", "objective INTEGER NOT NULL", "UNIQUE (study_id, objective)");
        yield return Attributes("study_user_attribute", "study_id");
        yield return Attributes("study_system_attribute", "study_id");
        yield return Table("trials", "trial_id", "number INTEGER", "study_id INTEGER",
            $"state {Words("trialstate")} NOT NULL", $"datetime_start {time}", $"datetime_complete {time}");
        yield return "CREATE INDEX ix_trials_study_id ON trials (study_id)";
        yield return Attributes("trial_user_attribute", "trial_id");
        yield return Attributes("trial_system_attribute", "trial_id");
        yield return Table("trial_params", "param_id", "trial_id INTEGER", "param_name VARCHAR(512)",
            $"param_value {real}", "distribution_json TEXT", "UNIQUE (trial_id, param_name)");
        yield return Table("trial_values", "trial_value_id", "trial_id INTEGER NOT NULL", "objective INTEGER NOT NULL",
            $"value {real}", $"value_type {Words("trialvaluetype")} NOT NULL", "UNIQUE (trial_id, objective)");
        yield return Table("trial_intermediate_values", "trial_intermediate_value_id", "trial_id INTEGER NOT NULL",
            "step INTEGER NOT NULL", $"intermediate_value {real}",
            $"intermediate_value_type {Words("trialintermediatevaluetype")} NOT NULL", "UNIQUE (trial_id, step)");
        yield return Table("trial_heartbeats", "trial_heartbeat_id", "trial_id INTEGER NOT NULL",
            $"heartbeat {time} NOT NULL", "UNIQUE (trial_id)");
        yield return "CREATE TABLE version_info (version_info_id INTEGER NOT NULL, schema_version INTEGER, "
            + "library_version VARCHAR(256), PRIMARY KEY (version_info_id), CHECK (version_info_id=1))";
        yield return "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            + "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))";

        string Attributes(string name, string owner) => Table(name + "s", name + "_id", $"{owner} INTEGER",
            "\"key\" VARCHAR(512)", "value_json TEXT", $"UNIQUE ({owner}, \"key\")");

        string Table(string name, string id, params string[] columns)
        {
            string owner = name.StartsWith("trial_", StringComparison.Ordinal) ? "trial_id" : "study_id";
            string parent = owner == "trial_id" ? "trials" : "studies";
            return $"CREATE TABLE {name} ({id} {key}, {string.Join(", ", columns.Where(c => !IsUnique(c)))}, "
                + $"PRIMARY KEY ({id}), {string.Concat(columns.Where(IsUnique).Select(c => c + ", "))}"
                + $"FOREIGN KEY({owner}) REFERENCES {parent} ({owner}))";
        }
    }

    private static bool IsUnique(string column) => column.StartsWith("UNIQUE", StringComparison.Ordinal);
}
