namespace PocketFlow.Graphs.Pruning;

/// <summary>What an axis of a constant or of a value is to the channels along it.</summary>
public enum SlotKind
{
    /// <summary>An axis of an activation, along which channels flow.</summary>
    Activation,

    /// <summary>An axis of a weight whose positions make the channels.</summary>
    Producer,

    /// <summary>An axis of a weight whose positions read the channels.</summary>
    Consumer,

    /// <summary>An axis of a constant that is applied to the channels one by one: biases, scales, depthwise kernels.</summary>
    Companion,
}
