using System.Diagnostics;
using System.Text.Json;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Testing;

namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>The FlatBuffers compiler reads what this project writes.</summary>
[Trait("Category", "Oracle")]
public sealed class FlatcOracleTests
{
    [ToolFact("flatc --version")]
    public void Decode_FloatModel_FindsEveryField()
    {
        JsonElement model = Decode(TestNetworks.LeNet());

        JsonElement graph = model.GetProperty("subgraphs")[0];
        JsonElement conv = graph.GetProperty("operators")[0];
        Assert.Equal(3, model.GetProperty("version").GetInt32());
        Assert.Equal("Conv2DOptions", conv.GetProperty("builtin_options_type").GetString());
        Assert.Equal(1, conv.GetProperty("builtin_options").GetProperty("stride_w").GetInt32());
        Assert.Equal(1, conv.GetProperty("builtin_options").GetProperty("activation").GetInt32());
        JsonElement input = graph.GetProperty("tensors")[graph.GetProperty("inputs")[0].GetInt32()];
        Assert.Equal("image", input.GetProperty("name").GetString());
        Assert.Equal("[1,12,12,1]", Compact(input.GetProperty("shape")));
        Assert.Equal("{}", Compact(model.GetProperty("buffers")[0]));
        JsonElement signature = model.GetProperty("signature_defs")[0];
        Assert.Equal("image", signature.GetProperty("inputs")[0].GetProperty("name").GetString());
    }

    [ToolFact("flatc --version")]
    public void Decode_QuantizedModel_FindsScalesAndWeights()
    {
        Model quantized = TestNetworks.Quantize(TestNetworks.InvertedResidual());
        quantized.Metadata["key"] = "value";

        JsonElement model = Decode(quantized);

        JsonElement graph = model.GetProperty("subgraphs")[0];
        JsonElement depthwise = graph.GetProperty("operators").EnumerateArray()
            .Single(o => o.TryGetProperty("builtin_options_type", out JsonElement type)
                && type.GetString() == "DepthwiseConv2DOptions");
        JsonElement weight = graph.GetProperty("tensors")[depthwise.GetProperty("inputs")[1].GetInt32()];
        JsonElement quantization = weight.GetProperty("quantization");
        Assert.Equal(3, quantization.GetProperty("quantized_dimension").GetInt32());
        Assert.Equal(48, quantization.GetProperty("scale").GetArrayLength());
        int buffer = weight.GetProperty("buffer").GetInt32();
        Assert.Equal(9 * 48, model.GetProperty("buffers")[buffer].GetProperty("data").GetArrayLength());
        Assert.Equal("pocketflow", model.GetProperty("metadata")[0].GetProperty("name").GetString());
        int code = depthwise.GetProperty("opcode_index").GetInt32();
        Assert.Equal(3, model.GetProperty("operator_codes")[code].GetProperty("version").GetInt32());
    }

    private static JsonElement Decode(Model model)
    {
        using var file = new TemporaryFile();
        TfLiteFormat.Write(model, file.Path, new TfLiteExportOptions());
        string schema = Path.Combine(AppContext.BaseDirectory, "TfLite", "tflite-subset.fbs");
        var start = new ProcessStartInfo(
            "flatc", ["--json", "--raw-binary", "--strict-json", "-o", file.Directory, schema, "--", file.Path])
        {
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(file.Path, ".json"))).RootElement;
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
