using System.Data.Common;

namespace PocketFlow.Search;

/// <summary>What differs between databases.</summary>
internal abstract class SqlDialect
{
    /// <summary>Which database it is, for messages; never with a password.</summary>
    public abstract string Place { get; }

    /// <summary>The type of keys that number themselves, as in a definition of a table.</summary>
    public abstract string KeyType { get; }

    /// <summary>The type of real numbers of 64 bits.</summary>
    public abstract string RealType { get; }

    /// <summary>The type of times without a zone.</summary>
    public abstract string TimeType { get; }

    /// <summary>Ends a query of rows that the transaction will change.</summary>
    public abstract string Lock { get; }

    /// <summary>Ends a query of rows that the transaction will change if no other one holds them.</summary>
    public abstract string LockFree { get; }

    /// <summary>The names of all tables.</summary>
    public abstract string TablesQuery { get; }

    /// <summary>The type of a column with one of several words.</summary>
    public abstract string WordType(string type, IReadOnlyList<string> words);

    /// <summary>What has to be defined before the tables.</summary>
    public abstract string TypeDefinition(string type, IReadOnlyList<string> words);

    /// <summary>A new, open connection.</summary>
    public abstract DbConnection Connect();

    /// <summary>Makes others that create the schema wait for the transaction's end.</summary>
    public abstract void LockSchema(SqlSession session);

    /// <summary>Called once when the database is known to be a storage, or was made one.</summary>
    public virtual void Prepare(DbConnection connection)
    {
    }

    /// <summary>Begins a transaction that sees one state of the database.</summary>
    public abstract DbTransaction BeginRead(DbConnection connection);

    /// <summary>Begins a transaction that changes the database.</summary>
    public abstract DbTransaction BeginWrite(DbConnection connection);

    /// <summary>Binds a value: whole and real numbers, texts, times without a zone, or null.</summary>
    public abstract void Bind(DbParameter parameter, object? value);

    /// <summary>The time that signs of life are compared by.</summary>
    public abstract DateTime Now(SqlSession session);

    /// <summary>Whether the same may succeed when it is tried again.</summary>
    public abstract bool IsPassing(DbException exception);

    /// <summary>What was found, what was expected and what to do.</summary>
    public abstract string Explain(DbException exception);
}
