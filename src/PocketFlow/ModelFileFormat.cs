namespace PocketFlow;

/// <summary>The formats of model files.</summary>
public enum ModelFileFormat
{
    /// <summary>ONNX, read and written.</summary>
    Onnx,

    /// <summary>TensorFlow Lite, read and written.</summary>
    TfLite,

    /// <summary>A TensorFlow SavedModel directory or frozen graph, read only.</summary>
    TensorFlow,
}
