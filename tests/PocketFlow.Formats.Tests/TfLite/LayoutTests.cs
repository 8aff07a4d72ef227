using PocketFlow.Formats.TfLite;

namespace PocketFlow.Formats.Tests.TfLite;

public sealed class LayoutTests
{
    private static readonly Layout s_image = Layout.ChannelsLast(4);

    [Fact]
    public void Arrange_ChannelsLast_PutsChannelsBehind() =>
        Assert.Equal([1L, 5, 6, 3], s_image.Arrange<long>([1, 3, 5, 6]));

    [Fact]
    public void Follow_FlattenOfOnePixel_IsPlain() =>
        Assert.Equal(Layout.Logical(2), LayoutReshape.Follow(s_image, [1, 64, 1, 1], [1, 64]));

    [Fact]
    public void Follow_FlattenOfImage_RemembersTheOrderOfElements()
    {
        Layout? layout = LayoutReshape.Follow(s_image, [1, 2, 2, 3], [1, 12]);

        Assert.Equal([0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11], layout!.Merged!.LogicalIndices());
    }

    [Fact]
    public void Follow_SplitChannels_StaysBehindThePixels()
    {
        Layout? layout = LayoutReshape.Follow(s_image, [1, 12, 6, 6], [1, 3, 4, 6, 6]);

        Assert.Equal([0, 3, 4, 1, 2], layout!.Order);
    }

    [Fact]
    public void Follow_PixelsToSequence_KeepsChannelsLast() =>
        Assert.Equal(Layout.ChannelsLast(3), LayoutReshape.Follow(s_image, [1, 8, 5, 6], [1, 8, 30]));

    [Fact]
    public void Follow_CutAcrossChannelsAndPixels_HasNoLayout() =>
        Assert.Null(LayoutReshape.Follow(s_image, [1, 4, 6, 6], [1, 8, 18]));

    [Fact]
    public void Permute_ToChannelsLast_MovesElements()
    {
        int[] source = [.. Enumerable.Range(0, 24)];

        int[] moved = ElementOrder.Permute<int>(source, [2, 3, 2, 2], s_image.Order);

        for (int n = 0; n < 2; n++)
        {
            for (int y = 0; y < 2; y++)
            {
                for (int x = 0; x < 2; x++)
                {
                    for (int c = 0; c < 3; c++)
                    {
                        Assert.Equal(((n * 3 + c) * 2 + y) * 2 + x, moved[((n * 2 + y) * 2 + x) * 3 + c]);
                    }
                }
            }
        }
    }
}
