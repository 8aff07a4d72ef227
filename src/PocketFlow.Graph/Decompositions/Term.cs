namespace PocketFlow.Graphs.Decompositions;

/// <summary>A value in an expression of new nodes.</summary>
internal readonly record struct Term(NodeExpression Expression, Value Value)
{
    public static Term operator +(Term a, Term b) => a.Expression.Call("Add", a, b);

    public static Term operator -(Term a, Term b) => a.Expression.Call("Sub", a, b);

    public static Term operator *(Term a, Term b) => a.Expression.Call("Mul", a, b);

    public static Term operator /(Term a, Term b) => a.Expression.Call("Div", a, b);

    public static Term operator +(Term a, float b) => a + a.Expression.Number(b);

    public static Term operator *(Term a, float b) => b == 1 ? a : a * a.Expression.Number(b);

    public static Term operator /(float a, Term b) => b.Expression.Number(a) / b;

    public static Term operator -(Term a) => a.Expression.Call("Neg", a);

    public Term Abs() => Expression.Call("Abs", this);

    public Term Exp() => Expression.Call("Exp", this);

    public Term Log() => Expression.Call("Log", this);

    public Term Sqrt() => Expression.Call("Sqrt", this);

    public Term Relu() => Expression.Call("Relu", this);

    public Term Tanh() => Expression.Call("Tanh", this);
}
