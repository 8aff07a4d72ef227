using System.Text.Json;
using System.Text.Json.Serialization;

namespace PocketFlow.Runtimes.LiteRt;

/// <summary>Reads the worker's descriptions, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LiteRtWorkerInfo))]
[JsonSerializable(typeof(LiteRtModelInfo))]
internal sealed partial class LiteRtJson : JsonSerializerContext;
