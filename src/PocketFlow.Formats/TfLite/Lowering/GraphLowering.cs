using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.TfLite;

/// <summary>
/// Turns a graph into TFLite operators. Every value has one or more forms (layout, float or int8); a writer asks for
/// the form that its operator wants, and what isn't there is converted once.
/// </summary>
internal sealed partial class GraphLowering
{
    private readonly Graph _graph;
    private readonly TfLiteExportOptions _options;
    private readonly ActivationFusion _fusion;
    private readonly TfLiteContent _content;
    private readonly Dictionary<Value, List<Operand>> _forms = [];

    private GraphLowering(Model model, TfLiteExportOptions options)
    {
        _graph = model.Graph;
        _options = options;
        _fusion = new ActivationFusion(_graph);
        _content = new TfLiteContent(_graph.Name) { Metadata = model.Metadata };
    }

    /// <summary>Lowers a model, which stays as it is.</summary>
    public static TfLiteContent Lower(Model model, TfLiteExportOptions options)
    {
        Model prepared = LoweringPreparation.Prepare(model, options);
        var lowering = new GraphLowering(prepared, options);
        lowering.DefineInputs();
        foreach (Node node in prepared.Graph.Nodes.Where(n => !lowering._fusion.IsAbsorbed(n)))
        {
            OperatorWriters.Find(node)!.Write(node, lowering);
        }

        lowering.DefineOutputs();
        return lowering._content;
    }

    /// <summary>The value that a node computes, with the activation that it applies itself.</summary>
    public Value ResultOf(Node node) => _fusion.ResultOf(node);

    /// <summary>The rectifier that a node applies to its result.</summary>
    public int ActivationOf(Node node) => (int)_fusion.CodeAfter(node);

    /// <summary>
    /// Whether a node computes in int8: it has such a form, and all that it reads and gives is annotated.
    /// </summary>
    public bool IsInteger(Node node) =>
        ResultOf(node).Quantization is not null && OperatorWriters.Find(node)!.HasInteger(node)
        && node.Inputs.Select((v, i) => (Value: v, Role: node.Operator.RoleOf(i))).All(p => p.Value is null
            || p.Value.Quantization is not null || (p.Value.IsInitializer && p.Role != ParameterRole.Weight));

    /// <summary>The grid in which a node reads an input, or null where the node computes in float32.</summary>
    public Quantization? GridOf(Node node, int input) => IsInteger(node) ? node.Input(input).Quantization : null;

    /// <summary>The grid of a node's result, or null where the node computes in float32.</summary>
    public Quantization? ResultGridOf(Node node) => IsInteger(node) ? ResultOf(node).Quantization : null;

    /// <summary>The layout that a value was computed in.</summary>
    public Layout LayoutOf(Value value) =>
        _forms.TryGetValue(value, out List<Operand>? forms) ? forms[0].Layout : Layout.Logical(value.KnownShape.Rank);

    /// <summary>The layout that a value was computed in, or the graph's own where elements are out of order.</summary>
    public Layout PlainLayoutOf(Value value) =>
        LayoutOf(value) is { Merged: null } layout ? layout : Layout.Logical(value.KnownShape.Rank);

    /// <summary>A value in a wanted form, converted where it isn't there yet.</summary>
    public Operand Read(Value value, Layout layout, Quantization? grid)
    {
        if (!_forms.TryGetValue(value, out List<Operand>? forms))
        {
            _forms[value] = forms = [];
        }

        Operand? found = forms.Find(f => f.Layout.Equals(layout) && Equals(f.Grid, grid));
        if (found is null)
        {
            found = value.IsInitializer ? Constant(value, layout, grid) : Convert(value, forms, layout, grid);
            forms.Add(found);
        }

        return found;
    }

    /// <summary>A new tensor for a node's result, as its first form.</summary>
    public Operand NewResult(Node node, Layout layout, Quantization? grid) => NewResult(ResultOf(node), layout, grid);

    /// <summary>A new tensor for one of several results of a node, as the value's first form.</summary>
    public Operand NewResult(Value result, Layout layout, Quantization? grid)
    {
        Operand operand = NewTensor(result, layout, grid);
        Define(result, operand);
        return operand;
    }

    /// <summary>Makes an operand a form of a value.</summary>
    public void Define(Value value, Operand operand)
    {
        if (!_forms.TryAdd(value, [operand]))
        {
            _forms[value].Add(operand);
        }
    }

    private Operand NewTensor(Value value, Layout layout, Quantization? grid)
    {
        TfLiteTensorType type = grid is null ? ElementTypeMap.ToFile(value.Type) : TfLiteTensorType.Int8;
        return NewTensor(value.Name, value.KnownShape.ToArray(), layout, grid, type);
    }

    private Operand Convert(Value value, List<Operand> forms, Layout layout, Quantization? grid)
    {
        Operand from = forms.Find(f => f.Layout.Equals(layout)) ?? forms.Find(f => Equals(f.Grid, grid)) ?? forms[0];
        Operand arranged = Rearrange(from, layout, value.Name);
        return Equals(arranged.Grid, grid) ? arranged : Requantize(arranged, grid, value.Name);
    }

    private void DefineInputs()
    {
        foreach (Value input in _graph.Inputs)
        {
            Quantization? grid = InterfaceGrid(input);
            Operand operand = NewTensor(input, InterfaceLayout(input), grid);
            Define(input, operand);
            _content.Inputs.Add(operand.Tensor);
        }
    }

    private void DefineOutputs()
    {
        foreach (Value output in _graph.Outputs)
        {
            Operand operand = Read(output, InterfaceLayout(output), InterfaceGrid(output));
            bool isTaken = _content.Inputs.Contains(operand.Tensor) || _content.Outputs.Contains(operand.Tensor)
                || _content.Tensors[operand.Tensor].Buffer != 0;
            if (isTaken)
            {
                operand = Reshape(operand, operand.Dims, operand.Layout, output.Name);
            }

            foreach (TfLiteTensor other in _content.Tensors.Where(t => t.Name == output.Name))
            {
                other.Name += "/inner";
            }

            _content.Tensors[operand.Tensor].Name = output.Name;
            _content.Outputs.Add(operand.Tensor);
        }
    }

    private Quantization? InterfaceGrid(Value value) =>
        _options.Interface == TfLiteInterface.Float || !value.Type.IsFloat()
        ? null
        : value.Quantization ?? throw new ArgumentException(
            $"An int8 interface was asked for, but '{value.Name}' isn't quantised; use the float interface.");

    /// <summary>Images have channels last; everything else keeps the graph's order.</summary>
    private static Layout InterfaceLayout(Value value) =>
        value.KnownShape.Rank == 4 ? Layout.ChannelsLast(4) : Layout.Logical(value.KnownShape.Rank);
}
