using System.Diagnostics;
using System.Runtime.InteropServices;
using PocketFlow.Formats.Onnx;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Testing;
using PocketFlow.Torch;
using PocketFlow.Training.Execution;

namespace PocketFlow.Training.Tests;

public sealed class PyTorchAgreementTests
{
    private const int Count = 8;

    [SharedFact("models/resnet56-cifar10.onnx")]
    public void Forward_ResNet56_EqualsPyTorch()
    {
        (float[] logits, float[] gradients) = PyTorch("resnet56-cifar10.onnx", 9);
        Model model = OnnxFormat.Read(SharedFiles.Find("models/resnet56-cifar10.onnx")!);
        using var executor = new Executor(model, default, MemoryFormat.ChannelsLast);
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Tensor.FromArray(Images(), new long[] { Count, 3, 32, 32 });

        using (Engine.NoGrad())
        {
            float[] found = executor.Forward(input).ToArray<float>();
            Assert.All(found.Zip(logits), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        }

        executor.RequireGradients();
        Tensor labels = Tensor.FromArray<long>([.. Enumerable.Range(0, Count).Select(i => i % 10L)], Count);
        executor.Forward(input, isTraining: true).CrossEntropyLoss(labels).Backward();
        int offset = 0;
        foreach (Parameter parameter in executor.Parameters.Where(p => p.Role == ParameterRole.Weight && p.Tensor.Dimensions == 4))
        {
            float[] gradient = parameter.Tensor.Grad!.ToArray<float>();
            double error = RelativeError(gradient, gradients.AsSpan(offset, gradient.Length));
            Assert.True(error < 1e-3, $"{parameter.Value.Name}: relative error {error}");
            offset += gradient.Length;
        }

        Assert.Equal(gradients.Length, offset);
    }

    private static double RelativeError(ReadOnlySpan<float> found, ReadOnlySpan<float> expected)
    {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < found.Length; i++)
        {
            difference += Math.Pow(found[i] - expected[i], 2);
            size += Math.Pow(expected[i], 2);
        }

        return Math.Sqrt(difference / size);
    }

    private static float[] Images()
    {
        var random = new Random(5);
        float[] images = new float[Count * 3 * 32 * 32];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = (float)(4 * random.NextDouble() - 2);
        }

        return images;
    }

    private static (float[] Logits, float[] Gradients) PyTorch(string model, int blocks)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string input = Path.Combine(folder, "in.f32");
            string output = Path.Combine(folder, "out.f32");
            File.WriteAllBytes(input, MemoryMarshal.AsBytes<float>(Images()).ToArray());
            string script = Path.Combine(AppContext.BaseDirectory, "Oracle", "resnet_gradients.py");
            using Process python = Process.Start(
                "/usr/bin/python3",
                [script, SharedFiles.Find("models/" + model)!, $"{blocks}", input, $"{Count}", output]);
            python.WaitForExit();
            Assert.Equal(0, python.ExitCode);
            float[] numbers = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(output)).ToArray();
            return (numbers[..(Count * 10)], numbers[(Count * 10)..]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
