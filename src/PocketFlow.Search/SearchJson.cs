using System.Text.Json.Serialization;

namespace PocketFlow.Search;

/// <summary>JSON of attributes: generated, so that trimmed programs keep it; infinities as Python writes them.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(Dictionary<string, double>))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(long))]
internal sealed partial class SearchJson : JsonSerializerContext;
