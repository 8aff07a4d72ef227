namespace PocketFlow.Data;

/// <summary>Classes moved up to make room for outputs that no record has, such as "background".</summary>
internal sealed class ShiftedClasses(Targets source, int offset) : Targets(Describe(source, offset), source.Count)
{
    public override void Read(int record, TargetSpan destination)
    {
        source.Read(record, new TargetSpan(source.Description, destination.Labels, destination.Values));
        foreach (ref long label in destination.Labels)
        {
            label += label == Description.IgnoreIndex ? 0 : offset;
        }
    }

    private static TargetDescription Describe(Targets source, int offset)
    {
        TargetDescription description = source.Description;
        string[] names = [.. Enumerable.Range(0, offset).Select(i => i == 0 ? "background" : $"unused {i}"),
            .. description.ClassNames];
        return description.Kind switch
        {
            TargetKind.Class => TargetDescription.Class(names),
            TargetKind.ClassMap => TargetDescription.ClassMap(
                description.Shape[0], description.Shape[1], names, description.IgnoreIndex),
            _ => throw new DatasetException(
                "class offset", $"targets that are {description}", "one class for each input", "Leave --class-offset out"),
        };
    }
}
