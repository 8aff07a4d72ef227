using PocketFlow.Data;
using PocketFlow.Graphs;

namespace PocketFlow.Testing;

/// <summary>Images that are drawn for a kind of target, and tiny networks that can learn it in seconds.</summary>
public static class TaskSamples
{
    public const int Size = 12;
    private const int Cells = 3, CellSize = Size / Cells, Ignored = 255;
    private static readonly string[] s_shapes = ["bright", "dark", "striped"];

    /// <summary>
    /// Noise with a bright square, a dark and a striped one, whose pixels overlap with the noise's, so that nothing is
    /// learnt perfectly; not all of them where the target is a set.
    /// </summary>
    public static ImageDataset Create(TargetKind kind, int count, int seed)
    {
        var random = new Random(seed);
        var shape = new ImageShape(1, Size, Size);
        byte[] pixels = new byte[count * shape.Length];
        byte[] members = new byte[count * s_shapes.Length], maps = new byte[count * shape.Length];
        float[] points = new float[count * 4];
        int[] classes = new int[count];
        for (int i = 0; i < count; i++)
        {
            Span<byte> image = pixels.AsSpan(i * shape.Length, shape.Length);
            Span<byte> map = maps.AsSpan(i * shape.Length, shape.Length);
            Noise(image, map, kind, random);
            classes[i] = random.Next(s_shapes.Length);
            int[] cells = [.. Enumerable.Range(0, Cells * Cells)];
            random.Shuffle(cells);
            for (int s = 0; s < s_shapes.Length; s++)
            {
                bool isDrawn = kind switch
                {
                    TargetKind.Class => s == classes[i],
                    TargetKind.ClassSet => random.Next(2) == 0,
                    _ => s < 2,
                };
                (int y, int x) = (cells[s] / Cells * CellSize, cells[s] % Cells * CellSize);
                if (isDrawn)
                {
                    members[(i * s_shapes.Length) + s] = 1;
                    Draw(image, map, s, y, x, random);
                }

                if (s < 2)
                {
                    points[(4 * i) + (2 * s)] = (x + (CellSize / 2f)) / Size;
                    points[(4 * i) + (2 * s) + 1] = (y + (CellSize / 2f)) / Size;
                }
            }
        }

        return new ImageDataset("samples", pixels, shape, kind switch
        {
            TargetKind.Class => Targets.Classes(classes, s_shapes),
            TargetKind.ClassSet => Targets.ClassSets(members, s_shapes),
            TargetKind.Values => Targets.Values(points, TargetDescription.Points(2, [0, 1])),
            _ => Targets.ClassMaps(
                maps, TargetDescription.ClassMap(Size, Size, ["background", .. s_shapes[..2]], Ignored)),
        });
    }

    /// <summary>A network for such images; an activation, if any, ends it.</summary>
    public static Model Network(TargetKind kind, string? activation = null, int width = 12)
    {
        var builder = new GraphBuilder("samples", seed: 5);
        Value x = builder.Input("input", 1, Size, Size);
        x = builder.Relu(builder.BatchNormalization(builder.Conv(x, "conv1", width, 3), "bn1"), "relu1");
        Value fine = x;
        x = builder.Relu(builder.BatchNormalization(builder.Conv(x, "conv2", width, 3, 2), "bn2"), "relu2");
        x = kind switch
        {
            TargetKind.ClassMap => builder.Conv(
                builder.Concat("both", fine, Twice(builder, x)), "conv3", 3, 3, bias: true),
            TargetKind.Values => builder.Gemm(builder.Flatten(x, "flat"), "dense", 4),
            _ => builder.Gemm(builder.Flatten(builder.MaxPool(x, "max", Size / 2, Size / 2), "flat"), "dense", 3),
        };
        AttributeMap? attributes = activation == "Softmax" ? new AttributeMap { { "axis", 1L } } : null;
        return builder.Build(activation is null ? x : builder.Add(activation, [x], "activation", attributes));
    }

    /// <summary>Doubles rows and columns, as decoders of segmentation networks do.</summary>
    private static Value Twice(GraphBuilder builder, Value x) => builder.Add(
        "Resize", [x, null, builder.Constant("scales", TensorData.From<float>([1, 1, 2, 2], 4))], "up",
        new AttributeMap { { "mode", "linear" }, { "coordinate_transformation_mode", "half_pixel" } });

    private static void Noise(Span<byte> image, Span<byte> map, TargetKind kind, Random random)
    {
        // Positions are hard enough to learn from clear images.
        int spread = kind == TargetKind.Values ? 25 : 88;
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = (byte)random.Next(128 - spread, 128 + spread);

            // The outermost rows don't count, so that ignoring is put to use.
            map[i] = i / Size is 0 or Size - 1 ? (byte)Ignored : (byte)0;
        }
    }

    private static void Draw(Span<byte> image, Span<byte> map, int shape, int top, int left, Random random)
    {
        for (int i = 0; i < CellSize * CellSize; i++)
        {
            (int y, int x) = (top + (i / CellSize), left + (i % CellSize));
            bool isBright = shape == 0 || (shape == 2 && y % 2 == 0);
            image[(y * Size) + x] = (byte)(isBright ? random.Next(120, 256) : random.Next(0, 136));
            ref byte label = ref map[(y * Size) + x];
            label = label == Ignored ? label : (byte)(shape + 1);
        }
    }
}
