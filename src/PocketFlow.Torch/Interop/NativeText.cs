namespace PocketFlow.Torch.Interop;

/// <summary>Texts that the native library gives.</summary>
internal static unsafe class NativeText
{
    public static string Version() => NativeStatus.ReadText(&NativeMethods.pf_torch_version);
}
