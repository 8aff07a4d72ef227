using PocketFlow.Formats;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;

namespace PocketFlow.Tests;

public class ModelFileTests
{
    [Fact]
    public void Identify_BothFormats_GiveTheMetadata()
    {
        using var workshop = new TinyWorkshop();
        string tfLite = workshop.In("tiny.tflite");
        TfLiteFormat.Write(ModelFile.Read(workshop.ModelPath), tfLite, new TfLiteExportOptions());

        ModelFileSummary[] summaries = [ModelFile.Identify(workshop.ModelPath), ModelFile.Identify(tfLite)];

        Assert.Equal([ModelFileFormat.Onnx, ModelFileFormat.TfLite], summaries.Select(s => s.Format));
        Assert.All(summaries, s => Assert.Equal(TinyWorkshop.Normalization, s.Normalization?.ToString()));
        Assert.All(summaries, s => Assert.Equal("random:32:0", s.Validation?.ToString()));
        Assert.All(summaries, s => Assert.Equal(new FileInfo(s.Path).Length, s.Bytes));
        Assert.Equal("input: Float32[batch, 1, 8, 8]", Assert.Single(summaries[0].Inputs));
        Assert.Equal("input: Float32[1, 8, 8, 1]", Assert.Single(summaries[1].Inputs));
    }

    [Fact]
    public void Read_TfLiteUnderAnotherName_IsReadByItsFirstBytes()
    {
        using var workshop = new TinyWorkshop();
        string path = workshop.In("model.onnx");
        TfLiteFormat.Write(TinyWorkshop.Network(), path, new TfLiteExportOptions());

        Model model = ModelFile.Read(path);

        Assert.Equal("[batch, 1, 8, 8]", model.Graph.Inputs[0].KnownShape.ToString());
        Assert.Equal(ModelCost.Of(TinyWorkshop.Network()).Macs, ModelCost.Of(model).Macs);
    }

    [Fact]
    public void Read_MissingFileOrDirectory_IsAModelFormatException()
    {
        Assert.Throws<ModelFormatException>(() => ModelFile.Read("/nowhere/model.onnx"));
        Assert.Throws<ModelFormatException>(() => ModelFile.Identify(Path.GetTempPath()));
    }

    [Fact]
    public void Read_WrittenModel_HasTheSameCost()
    {
        using var workshop = new TinyWorkshop();

        Assert.Equal(
            ModelCost.Of(TinyWorkshop.Network()).Macs, ModelCost.Of(ModelFile.Read(workshop.ModelPath)).Macs);
    }
}
