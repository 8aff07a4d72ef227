using PocketFlow.Formats.FlatBuffers;
using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using Op = PocketFlow.Formats.TfLite.BuiltinOperator;

namespace PocketFlow.Formats.TfLite;

/// <summary>Batch normalisation that no layer could take in: a product and a sum per channel.</summary>
internal sealed class NormalizationWriter() : OperatorWriter("BatchNormalization")
{
    public override bool FusesActivation(Node node) => true;

    public override string? Refuse(Node node) =>
        Enumerable.Range(1, 4).All(i => node.ConstantOrNull(i) is not null) ? null : "its parameters are computed";

    public override bool HasInteger(Node node) => false;

    public override void Write(Node node, GraphLowering lowering)
    {
        float[] scale = node.ConstantOrNull(1)!.ToFloats();
        float[] shift = node.ConstantOrNull(2)!.ToFloats();
        float[] mean = node.ConstantOrNull(3)!.ToFloats();
        float[] variance = node.ConstantOrNull(4)!.ToFloats();
        for (int c = 0; c < scale.Length; c++)
        {
            double factor = scale[c] / Math.Sqrt((double)variance[c] + BatchNormalizationOperator.EpsilonOf(node));
            shift[c] = (float)(shift[c] - mean[c] * factor);
            scale[c] = (float)factor;
        }

        Value x = node.Input(0);
        Operand input = lowering.Read(x, lowering.PlainLayoutOf(x), null);
        long[] dims = [.. Enumerable.Range(0, x.KnownShape.Rank).Select(a => a == 1 ? scale.Length : 1L)];
        Operand factors = lowering.Reals($"{node.Name}/scale", scale, dims, input.Layout, null);
        Operand terms = lowering.Reals($"{node.Name}/shift", shift, dims, input.Layout, null);
        Operand product = lowering.NewTensor($"{node.Name}/scaled", input.Dims, input.Layout, null);
        lowering.Emit(Op.MUL, [input.Tensor, factors.Tensor], product, new(OptionsType.Mul, new FlatTable()));
        Operand output = lowering.NewResult(node, input.Layout, null);
        FlatTable options = new FlatTable().SetByte(0, lowering.ActivationOf(node));
        lowering.Emit(Op.ADD, [product.Tensor, terms.Tensor], output, new(OptionsType.Add, options));
    }
}
