using System.IO.Compression;
using PocketFlow.Formats.TensorFlow;
using PocketFlow.Graphs;
using PocketFlow.Testing;

namespace PocketFlow.Formats.Tests.TensorFlow;

/// <summary>Models that TensorFlow itself wrote: y = x / 2 + 2 in its two forms of SavedModel.</summary>
public sealed class RealModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("half_plus_two_v1", "serving_default", 2)]
    [InlineData("half_plus_two_v1", "regress_x2_to_y3", 3)]
    [InlineData("half_plus_two_v2", "serving_default", 2)]
    [InlineData("half_plus_two_v2", "regress_x2_to_y3", 3)]
    [InlineData("half_plus_two_v2", "classify_x2_to_y3", 3)]
    public void Read_Signature_ComputesWhatItsNameSays(string name, string signature, float sum)
    {
        Model model = TensorFlowFormat.Read(Unpack(name), new TensorFlowReadOptions { Signature = signature });

        Assert.Equal([0.5f * 3 + sum], ReferenceInterpreter.Run(model, [3]));
    }

    [Theory]
    [InlineData("half_plus_two_v1", "1.14.0", 5)]
    [InlineData("half_plus_two_v2", "2.14.0", 6)]
    public void Identify_TellsSignatureAndOperators(string name, string version, int signatures)
    {
        TensorFlowSummary summary = TensorFlowFormat.Identify(Unpack(name));

        Assert.True(summary.IsSavedModel);
        Assert.Equal(version, summary.Version);
        Assert.Equal(signatures, summary.Signatures.Count);
        Assert.Equal("x", Assert.Single(summary.Inputs).Name);
        Assert.Equal(ElementType.Float32, Assert.Single(summary.Outputs).Type);
        Assert.Equal(1, summary.Operators["Mul"]);
    }

    [Fact]
    public void Read_SignatureThatParsesText_NamesTheOperator()
    {
        var options = new TensorFlowReadOptions { Signature = "regress_x_to_y" };

        var e = Assert.Throws<UnsupportedOperatorException>(
            () => TensorFlowFormat.Read(Unpack("half_plus_two_v1"), options));

        Assert.Equal(["ParseExample 'ParseExample/ParseExample'"], e.Offenders);
    }

    [Fact]
    public void Read_UnknownSignature_ListsThoseThatAreThere()
    {
        var options = new TensorFlowReadOptions { Signature = "predict" };

        var e = Assert.Throws<ModelFormatException>(() => TensorFlowFormat.Read(Unpack("half_plus_two_v2"), options));

        Assert.Contains("regress_x_to_y2, serving_default", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedCheckpoint_NamesTheChecksum()
    {
        string folder = Unpack("half_plus_two_v2");
        string data = Path.Combine(folder, "variables", "variables.data-00000-of-00001");
        byte[] bytes = File.ReadAllBytes(data);
        bytes[2] ^= 1;
        File.WriteAllBytes(data, bytes);

        var e = Assert.Throws<ModelFormatException>(() => TensorFlowFormat.Read(folder));

        Assert.Equal("checksum", e.Rule);
    }

    [Fact]
    public void Read_MissingVariables_SaysSo()
    {
        string folder = Unpack("half_plus_two_v1");
        Directory.Delete(Path.Combine(folder, "variables"), recursive: true);

        var e = Assert.Throws<ModelFormatException>(() => TensorFlowFormat.Read(folder));

        Assert.Equal("variables", e.Rule);
    }

    private string Unpack(string name)
    {
        string source = Path.Combine(AppContext.BaseDirectory, "TensorFlow", "Data", name);
        string target = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.Combine(target, "variables"));
        foreach (string file in Directory.GetFiles(Path.Combine(source, "variables")))
        {
            File.Copy(file, Path.Combine(target, "variables", Path.GetFileName(file)), overwrite: true);
        }

        using FileStream packed = File.OpenRead(Path.Combine(source, "saved_model.pb.gz"));
        using var graph = new GZipStream(packed, CompressionMode.Decompress);
        using FileStream unpacked = File.Create(Path.Combine(target, TensorFlowFormat.SavedModelFile));
        graph.CopyTo(unpacked);
        return target;
    }
}
