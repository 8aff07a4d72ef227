using System.Text.Json.Serialization;
using PocketFlow.Recipes;

namespace PocketFlow.Reports;

/// <summary>How reports are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    Converters = [typeof(CalibrationMethodNames), typeof(RangeLearningNames), typeof(TfLiteInterfaceNames)])]
[JsonSerializable(typeof(CompressionReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
