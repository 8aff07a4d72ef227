using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PocketFlow.Allocation;

namespace PocketFlow.SearchBench;

/// <summary>Candidates that were measured, kept in a file: seeds and samplers that propose the same one share it.</summary>
internal sealed class RewardTable : IDictionary<string, CandidateScore>
{
    private readonly Dictionary<string, CandidateScore> _scores = new(StringComparer.Ordinal);
    private readonly string _path;

    public RewardTable(string path)
    {
        _path = path;
        foreach (string line in File.Exists(path) ? File.ReadAllLines(path) : [])
        {
            string[] parts = line.Split('\t');
            _scores[parts[0]] = JsonSerializer.Deserialize<CandidateScore>(parts[1])!;
        }
    }

    public ICollection<string> Keys => _scores.Keys;

    public ICollection<CandidateScore> Values => _scores.Values;

    public int Count => _scores.Count;

    public bool IsReadOnly => false;

    public CandidateScore this[string key]
    {
        get => _scores[key];
        set
        {
            if (_scores.TryAdd(key, value))
            {
                File.AppendAllText(_path, $"{key}\t{JsonSerializer.Serialize(value)}\n");
            }
        }
    }

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out CandidateScore value) =>
        _scores.TryGetValue(key, out value);

    public bool ContainsKey(string key) => _scores.ContainsKey(key);

    public IEnumerator<KeyValuePair<string, CandidateScore>> GetEnumerator() => _scores.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(string key, CandidateScore value) => this[key] = value;

    public void Add(KeyValuePair<string, CandidateScore> item) => this[item.Key] = item.Value;

    public bool Remove(string key) => throw new NotSupportedException();

    public bool Remove(KeyValuePair<string, CandidateScore> item) => throw new NotSupportedException();

    public void Clear() => throw new NotSupportedException();

    public bool Contains(KeyValuePair<string, CandidateScore> item) => _scores.Contains(item);

    public void CopyTo(KeyValuePair<string, CandidateScore>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, CandidateScore>>)_scores).CopyTo(array, arrayIndex);
}
