namespace PocketFlow.Data;

/// <summary>What a model is to answer for an input.</summary>
public enum TargetKind
{
    /// <summary>One class.</summary>
    Class,

    /// <summary>Any number of classes, none included: each is true or false.</summary>
    ClassSet,

    /// <summary>Numbers, for example the positions of landmarks.</summary>
    Values,

    /// <summary>A class for every pixel.</summary>
    ClassMap,
}
