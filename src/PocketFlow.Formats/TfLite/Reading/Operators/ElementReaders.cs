using PocketFlow.Graphs;

namespace PocketFlow.Formats.TfLite;

/// <summary>Reads what computes element by element or along the last axis.</summary>
internal static class ElementReaders
{
    public static TfLiteOperatorReader Arithmetic(string opType) =>
        call => [call.Activated(call.Emit(opType, [call.Input(0), call.Input(1)]), 0)];

    /// <summary>Integers are divided towards zero in ONNX and down here, which differs below zero only.</summary>
    public static IReadOnlyList<Value> FloorDiv(TfLiteCall call)
    {
        Value quotient = call.Emit("Div", [call.Input(0), call.Input(1)]);
        bool isCount = call.ElementsOf(0) is not null && quotient.Elements?.All(e => !e.IsKnown || e.Size >= 0) == true;
        return quotient.Type.IsFloat() ? [call.Emit("Floor", [quotient])]
            : isCount || quotient.IsInitializer ? [quotient]
            : throw call.Refuse("of integers that may be negative");
    }

    public static IReadOnlyList<Value> FloorMod(TfLiteCall call)
    {
        (Value a, Value b) = (call.Input(0), call.Input(1));
        return a.Type.IsFloat()
            ? [call.Emit("Sub", [a, call.Emit("Mul", [call.Emit("Floor", [call.Emit("Div", [a, b])]), b])])]
            : [call.Emit("Mod", [a, b])];
    }

    /// <summary><c>x/2 · (1 + erf(x/√2))</c>, or its approximation by tanh.</summary>
    public static IReadOnlyList<Value> Gelu(TfLiteCall call)
    {
        Value x = call.Input(0);
        Value inner;
        if (call.Node.Flag(0))
        {
            Value cube = call.Emit("Mul", [call.Emit("Mul", [x, x]), x]);
            Value sum = call.Emit("Add", [x, call.Emit("Mul", [cube, call.Constant(0.044715f)])]);
            inner = call.Emit("Tanh", [call.Emit("Mul", [sum, call.Constant(MathF.Sqrt(2 / MathF.PI))])]);
        }
        else
        {
            inner = call.Emit("Erf", [call.Emit("Mul", [x, call.Constant(MathF.Sqrt(0.5f))])]);
        }

        Value half = call.Emit("Mul", [x, call.Constant(0.5f)]);
        return [call.Emit("Mul", [half, call.Emit("Add", [inner, call.Constant(1f)])])];
    }

    public static IReadOnlyList<Value> Softmax(TfLiteCall call)
    {
        float beta = call.Node.Float(0);
        Value x = beta == 1 ? call.Input(0) : call.Emit("Mul", [call.Input(0), call.Constant(beta)]);
        return [call.Emit("Softmax", [x], new AttributeMap { { "axis", -1L } })];
    }

    public static IReadOnlyList<Value> Cast(TfLiteCall call)
    {
        ElementType type = TfLiteImport.TypeOf(call.ResultOf(0));
        return call.Input(0).Type == type
            ? [call.Input(0)]
            : [call.Emit("Cast", [call.Input(0)], new AttributeMap { { "to", (long)type } })];
    }
}
