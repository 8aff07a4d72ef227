using System.Text.Json;
using System.Text.Json.Serialization;
using PocketFlow.Learners.ChannelPruning;
using PocketFlow.Learners.UniformQuantization;

namespace PocketFlow.Recipes;

/// <summary>How recipes are read and written: camelCase, comments allowed, unknown keys refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    RespectNullableAnnotations = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters =
    [
        typeof(CalibrationMethodNames), typeof(RangeLearningNames), typeof(TfLiteInterfaceNames), typeof(ChannelOrderNames),
        typeof(InputLayoutNames),
    ])]
[JsonSerializable(typeof(Recipe))]
[JsonSerializable(typeof(ChannelPruningOptions))]
[JsonSerializable(typeof(UniformQuantizationOptions))]
internal sealed partial class RecipeJson : JsonSerializerContext;
