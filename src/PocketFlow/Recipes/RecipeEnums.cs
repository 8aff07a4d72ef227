using System.Text.Json;
using System.Text.Json.Serialization;
using PocketFlow.Data;
using PocketFlow.Formats.TfLite;
using PocketFlow.Learners.UniformQuantization;

namespace PocketFlow.Recipes;

/// <summary>Enum members in recipes: lower case, words joined by hyphens, never numbers.</summary>
internal abstract class RecipeEnum<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

internal sealed class CalibrationMethodNames : RecipeEnum<CalibrationMethod>;

internal sealed class RangeLearningNames : RecipeEnum<RangeLearning>;

internal sealed class TfLiteInterfaceNames : RecipeEnum<TfLiteInterface>;

internal sealed class ChannelOrderNames : RecipeEnum<ChannelOrder>;

internal sealed class InputLayoutNames : RecipeEnum<InputLayout>;
