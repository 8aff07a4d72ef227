using System.Reflection;
using System.Runtime.InteropServices;

namespace PocketFlow.Torch.Interop;

/// <summary>Finds, checks and prepares the native library when the first of its functions is called.</summary>
internal static unsafe class NativeLoader
{
    private const int AbiVersion = 1;
    private const string FileName = "libpocketflow_torch.so";
    private static readonly Lock s_lock = new();
    private static nint s_library;

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != NativeMethods.Library)
        {
            return 0;
        }

        lock (s_lock)
        {
            return s_library != 0 ? s_library : s_library = Load();
        }
    }

    private static nint Load()
    {
        List<string> tried = [];
        foreach (string candidate in Candidates(AppContext.BaseDirectory))
        {
            if (!File.Exists(candidate))
            {
                tried.Add($"  {candidate}: no such file");
            }
            else if (NativeLibrary.TryLoad(candidate, out nint library))
            {
                Prepare(library, candidate);
                return library;
            }
            else
            {
                tried.Add($"  {candidate}: could not be loaded ({LoadError(candidate)})");
            }
        }

        throw new TorchException(
            $"The native library {FileName} was not found. Tried:\n{string.Join('\n', tried)}\n" +
            "Build it with 'native/build.sh' in the PocketFlow folder, or name it in POCKETFLOW_NATIVE_PATH.");
    }

    private static IEnumerable<string> Candidates(string start)
    {
        string? named = Environment.GetEnvironmentVariable("POCKETFLOW_NATIVE_PATH");
        if (!string.IsNullOrEmpty(named))
        {
            yield return Directory.Exists(named) ? Path.Combine(named, FileName) : named;
        }

        yield return Path.Combine(start, FileName);
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "artifacts", "native", FileName);
            if (File.Exists(candidate) || folder.Parent is null || IsRoot(folder))
            {
                yield return candidate;
                yield break;
            }
        }
    }

    private static bool IsRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "native", "build.sh"));

    private static string LoadError(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return "loaded on the second try";
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return error.Message;
        }
    }

    private static void Prepare(nint library, string path)
    {
        var abiVersion = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "pf_abi_version");
        int found = abiVersion();
        if (found != AbiVersion)
        {
            throw new TorchException(
                $"{path} has ABI version {found}; this assembly expects {AbiVersion}. Run 'native/build.sh' again.");
        }

        // libtorch may choose a single thread by itself on virtual machines, so the count is always set.
        bool cacheMemory = Environment.GetEnvironmentVariable("POCKETFLOW_CACHE_MEMORY") != "0";
        var initialize = (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(library, "pf_initialize");
        _ = initialize(Environment.ProcessorCount, cacheMemory ? 1 : 0);
    }
}
