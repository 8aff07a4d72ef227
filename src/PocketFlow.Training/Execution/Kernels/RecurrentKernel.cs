using PocketFlow.Graphs;
using PocketFlow.Graphs.Operators;
using PocketFlow.Torch;

namespace PocketFlow.Training.Execution.Kernels;

/// <summary>LSTM, GRU and RNN: the products with the inputs of all steps at once, then step by step.</summary>
internal static class RecurrentKernel
{
    /// <summary>All states, the last states and, of an LSTM, the last cells.</summary>
    public static Tensor[] Run(KernelContext context)
    {
        Node node = context.Node;
        var description = (RecurrentOperator)node.Operator;
        int directions = RecurrentOperator.DirectionOf(node) == "bidirectional" ? 2 : 1;
        var states = new Tensor[directions];
        var last = new Tensor[directions];
        var cells = new Tensor[directions];
        for (int d = 0; d < directions; d++)
        {
            var cell = new RecurrentCell(context, description, d);
            bool isReverse = RecurrentOperator.IsReverse(node, d);
            long steps = context.Input(0).Size(0);
            var all = new Tensor[steps];
            for (long i = 0; i < steps; i++)
            {
                long step = isReverse ? steps - 1 - i : i;
                all[step] = cell.Advance(step);
            }

            (states[d], last[d], cells[d]) = (Tensor.Stack(all), cell.State, cell.Memory);
        }

        return [Tensor.Stack(states, 1), Tensor.Stack(last), Tensor.Stack(cells)];
    }
}
