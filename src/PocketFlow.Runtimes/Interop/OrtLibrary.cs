using System.Runtime.InteropServices;

namespace PocketFlow.Runtimes.Interop;

/// <summary>
/// The loaded native library: its function table, and the environment that all sessions of this process share. It is
/// never unloaded, as its worker threads may still run.
/// </summary>
internal sealed unsafe class OrtLibrary
{
    // The oldest version of the table that holds every function in OrtFunction; newer libraries still serve it.
    private const uint ApiVersion = 11;
    private const int SeverityFatal = 4;
    private const int DeviceAllocator = 0;
    private const int DefaultMemory = 0;

    private static readonly Dictionary<string, OrtLibrary> s_loaded = [];

    private readonly nint* _functions;

    private OrtLibrary(string path)
    {
        var library = NativeLibrary.Load(path);
        var getBase = (delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase");
        var apiBase = getBase();
        var getApi = (delegate* unmanaged[Cdecl]<uint, nint*>)apiBase[0];
        var getVersion = (delegate* unmanaged[Cdecl]<byte*>)apiBase[1];
        Version = Marshal.PtrToStringUTF8((nint)getVersion()) ?? "";
        _functions = getApi(ApiVersion);
        if (_functions is null)
        {
            throw new OrtException($"{path} is version {Version}, which lacks version {ApiVersion} of the C API.");
        }

        Environment = CreateEnvironment();
        nint memory;
        Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)this[OrtFunction.CreateCpuMemoryInfo])(
            DeviceAllocator, DefaultMemory, &memory));
        CpuMemory = memory;
        nint allocator;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)this[OrtFunction.GetAllocatorWithDefaultOptions])(&allocator));
        Allocator = allocator;
    }

    /// <summary>Version of the library, such as 1.30.0.</summary>
    public string Version { get; }

    /// <summary>OrtEnv*.</summary>
    public nint Environment { get; }

    /// <summary>OrtMemoryInfo* of plain memory.</summary>
    public nint CpuMemory { get; }

    /// <summary>OrtAllocator* that owns the strings which the library hands out.</summary>
    public nint Allocator { get; }

    /// <summary>Address of a function.</summary>
    public nint this[OrtFunction function] => _functions[(int)function];

    /// <summary>Loads the library once per path.</summary>
    /// <exception cref="DllNotFoundException">The file is no library for this machine.</exception>
    /// <exception cref="BadImageFormatException">The file is no library for this machine.</exception>
    /// <exception cref="EntryPointNotFoundException">The library is not ONNX Runtime.</exception>
    /// <exception cref="OrtException">The library is too old.</exception>
    public static OrtLibrary Load(string path)
    {
        lock (s_loaded)
        {
            if (!s_loaded.TryGetValue(path, out var library))
            {
                s_loaded.Add(path, library = new OrtLibrary(path));
            }

            return library;
        }
    }

    /// <summary>Throws what a status says, and frees it; a null status is success.</summary>
    public void Check(nint status)
    {
        if (status == 0)
        {
            return;
        }

        var getMessage = (delegate* unmanaged[Cdecl]<nint, byte*>)this[OrtFunction.GetErrorMessage];
        var message = Marshal.PtrToStringUTF8((nint)getMessage(status)) ?? "no message";
        Release(OrtFunction.ReleaseStatus, status);
        throw new OrtException(message);
    }

    /// <summary>Calls one of the Release functions, none of which can fail; 0 is ignored.</summary>
    public void Release(OrtFunction release, nint handle)
    {
        if (handle != 0)
        {
            ((delegate* unmanaged[Cdecl]<nint, void>)this[release])(handle);
        }
    }

    // Errors arrive as statuses, so the library's log, which goes to standard error, is kept silent.
    private nint CreateEnvironment()
    {
        nint environment;
        fixed (byte* name = "PocketFlow\0"u8)
        {
            Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)this[OrtFunction.CreateEnv])(
                SeverityFatal, name, &environment));
        }

        Check(((delegate* unmanaged[Cdecl]<nint, nint>)this[OrtFunction.DisableTelemetryEvents])(environment));
        return environment;
    }
}
