using System.Runtime.InteropServices;
using System.Text;

namespace PocketFlow.Runtimes.Interop;

/// <summary>Owns an OrtSession*.</summary>
internal sealed unsafe class OrtSessionHandle : SafeHandle
{
    private const int OptimizeAll = 99;

    private readonly OrtLibrary _library;

    private OrtSessionHandle(OrtLibrary library)
        : base(0, ownsHandle: true) => _library = library;

    public override bool IsInvalid => handle == 0;

    /// <summary>Loads a model file with all graph optimisations.</summary>
    public static OrtSessionHandle Create(OrtLibrary library, string path, SessionOptions options)
    {
        var settings = CreateSettings(library, options);
        try
        {
            var session = new OrtSessionHandle(library);
            var create = (delegate* unmanaged[Cdecl]<nint, byte*, nint, nint*, nint>)library[OrtFunction.CreateSession];
            fixed (byte* nativePath = EncodePath(path))
            {
                nint created;
                library.Check(create(library.Environment, nativePath, settings, &created));
                session.SetHandle(created);
            }

            return session;
        }
        finally
        {
            library.Release(OrtFunction.ReleaseSessionOptions, settings);
        }
    }

    protected override bool ReleaseHandle()
    {
        _library.Release(OrtFunction.ReleaseSession, handle);
        return true;
    }

    private static nint CreateSettings(OrtLibrary library, SessionOptions options)
    {
        nint settings;
        library.Check(
            ((delegate* unmanaged[Cdecl]<nint*, nint>)library[OrtFunction.CreateSessionOptions])(&settings));
        try
        {
            SetNumber(library, OrtFunction.SetSessionGraphOptimizationLevel, settings, OptimizeAll);
            SetNumber(library, OrtFunction.SetIntraOpNumThreads, settings, options.Threads);
            SetNumber(library, OrtFunction.SetInterOpNumThreads, settings, 1);
            if (!options.AllowSpinning)
            {
                SetEntry(library, settings, "session.intra_op.allow_spinning\0"u8, "0\0"u8);
            }

            return settings;
        }
        catch
        {
            library.Release(OrtFunction.ReleaseSessionOptions, settings);
            throw;
        }
    }

    private static void SetNumber(OrtLibrary library, OrtFunction function, nint settings, int value) =>
        library.Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)library[function])(settings, value));

    private static void SetEntry(OrtLibrary library, nint settings, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var add = (delegate* unmanaged[Cdecl]<nint, byte*, byte*, nint>)library[OrtFunction.AddSessionConfigEntry];
        fixed (byte* nativeKey = key, nativeValue = value)
        {
            library.Check(add(settings, nativeKey, nativeValue));
        }
    }

    // The library takes paths as wchar_t on Windows and as UTF-8 elsewhere.
    private static byte[] EncodePath(string path) =>
        (OperatingSystem.IsWindows() ? Encoding.Unicode : Encoding.UTF8).GetBytes(path + '\0');
}
