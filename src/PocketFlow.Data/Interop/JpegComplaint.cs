namespace PocketFlow.Data.Interop;

/// <summary>What libturbojpeg says of a file.</summary>
/// <param name="Message">Its words.</param>
/// <param name="IsFatal">Whether it gave up; else it went on over the damage.</param>
internal sealed record JpegComplaint(string Message, bool IsFatal);
