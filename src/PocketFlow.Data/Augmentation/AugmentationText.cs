using System.Globalization;

namespace PocketFlow.Data;

/// <summary>Reads one step of an augmentation pipeline from its text form, <c>name[:number[:fill]]</c>.</summary>
internal static class AugmentationText
{
    private static readonly (string Name, string Form, Func<string[], IAugmentation?> Read)[] s_known =
    [
        ("pad-crop", "pad-crop:PIXELS or pad-crop:PIXELS:FILL", args => Sized(
            args, FillColour.Black, (size, fill) => new PadCrop(size, fill))),
        ("flip", "flip or flip:CHANCE with a chance from 0 to 1", Flip),
        ("cutout", "cutout:PIXELS or cutout:PIXELS:FILL", args => Sized(
            args, FillColour.Mean, (size, fill) => new Cutout(size, fill))),
    ];

    public static IAugmentation Parse(string text)
    {
        string[] parts = text.ToLowerInvariant().Split(':', StringSplitOptions.TrimEntries);
        foreach ((string name, string form, Func<string[], IAugmentation?> read) in s_known)
        {
            if (name == parts[0])
            {
                return read(parts[1..]) ?? throw new FormatException(
                    $"Augmentation \"{text}\" is not readable; expected {form}"
                    + " (PIXELS above 0; FILL is \"mean\" or 0 to 255).");
            }
        }

        string[] names = [.. s_known.Select(entry => entry.Name)];
        string suggestion = Spelling.Nearest(parts[0], names) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";
        throw new FormatException(
            $"Augmentation \"{text}\" is unknown; expected one of {string.Join(", ", names)}.{suggestion}");
    }

    private static IAugmentation? Sized(
        string[] args, FillColour defaultFill, Func<int, FillColour, IAugmentation> create)
    {
        FillColour fill = defaultFill;
        bool readable = args.Length is 1 or 2
            && (args.Length == 1 || FillColour.TryParse(args[1], out fill));
        return readable && int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            && size is > 0 and < short.MaxValue ? create(size, fill) : null;
    }

    private static HorizontalFlip? Flip(string[] args)
    {
        double chance = 0.5;
        bool readable = args.Length == 0 || (args.Length == 1
            && double.TryParse(args[0], NumberStyles.Float, CultureInfo.InvariantCulture, out chance));
        return readable && chance is >= 0 and <= 1 ? new HorizontalFlip(chance) : null;
    }
}
