using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs.Operators;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class WindowPaddingTests
{
    [Theory]
    [InlineData(32, 3, 1, 1, 1, 1, "Same")]
    [InlineData(32, 3, 2, 1, 1, 1, "Valid+1")]
    [InlineData(33, 3, 2, 1, 1, 1, "Same")]
    [InlineData(32, 3, 2, 0, 1, 1, "Same")]
    [InlineData(32, 3, 2, 1, 0, 1, "Valid+1")]
    [InlineData(32, 1, 2, 0, 0, 1, "Valid")]
    [InlineData(32, 5, 1, 2, 2, 1, "Same")]
    [InlineData(32, 5, 1, 0, 0, 1, "Valid")]
    [InlineData(224, 7, 2, 3, 3, 1, "Valid+3")]
    [InlineData(32, 3, 1, 2, 2, 2, "Same")]
    [InlineData(32, 2, 2, 0, 0, 1, "Valid")]
    [InlineData(32, 4, 1, 1, 2, 1, "Same")]
    [InlineData(32, 4, 1, 2, 1, 1, "Valid+2")]
    public void For_PadsOfAWindow_AreAModeOnlyWhereExactlyEqual(
        long input, long kernel, long stride, long begin, long end, long dilation, string expected)
    {
        var window = new Window(
            [kernel, kernel], [stride, stride], [dilation, dilation], [begin, begin], [end, end], false);
        long output = window.OutputSize(input, 0).Size;

        WindowPadding padding = WindowPadding.For(window, [input, input], [output, output]);

        Assert.Equal(expected, padding.NeedsBorder ? $"{padding.Mode}+{padding.Begin[0]}" : padding.Mode.ToString());
        long padded = input + padding.Begin[0] + padding.End[0];
        long made = padding.Mode == Padding.Same
            ? (input + stride - 1) / stride : (padded - window.Reach(0)) / stride + 1;
        Assert.Equal(output, made);
    }
}
