using System.Runtime.InteropServices;

namespace PocketFlow.Data.Interop;

/// <summary>libturbojpeg, loaded once and never unloaded; version 2 and 3 have the functions that are used here.</summary>
internal sealed unsafe class TurboJpeg
{
    private const int Warning = 0;
    private const int AccurateDct = 4096;
    private const int LimitScans = 32768;

    private static readonly string[] s_names =
        ["libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.0.dylib", "libturbojpeg.dylib", "turbojpeg"];

    private static readonly Lazy<TurboJpeg?> s_installed = new(() => Load(s_names));

    private readonly delegate* unmanaged[Cdecl]<nint> _create;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> _readHeader;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decompress;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> _message;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _severity;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroy;

    private TurboJpeg(nint library)
    {
        nint Find(string name) => NativeLibrary.GetExport(library, name);
        _create = (delegate* unmanaged[Cdecl]<nint>)Find("tjInitDecompress");
        _readHeader = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)Find(
            "tjDecompressHeader3");
        _decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)Find(
            "tjDecompress2");
        _message = (delegate* unmanaged[Cdecl]<nint, byte*>)Find("tjGetErrorStr2");
        _severity = (delegate* unmanaged[Cdecl]<nint, int>)Find("tjGetErrorCode");
        _destroy = (delegate* unmanaged[Cdecl]<nint, int>)Find("tjDestroy");
    }

    /// <summary>The library of this machine; null where it isn't installed.</summary>
    public static TurboJpeg? Installed => s_installed.Value;

    /// <summary>The first library of these names that is there and has the functions; null where none is.</summary>
    public static TurboJpeg? Load(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library) && NativeLibrary.TryGetExport(library, "tjGetErrorStr2", out _))
            {
                return new TurboJpeg(library);
            }
        }

        return null;
    }

    /// <summary>Reads the header of a file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Size and colour space.</param>
    /// <returns>Nothing, or what the library complains about.</returns>
    public JpegComplaint? ReadHeader(ReadOnlySpan<byte> file, out JpegHeader header)
    {
        nint handle = _create();
        try
        {
            int width = 0, height = 0, subsampling = 0, colorSpace = 0;
            fixed (byte* bytes = file)
            {
                int status = _readHeader(
                    handle, bytes, new CULong((nuint)file.Length), &width, &height, &subsampling, &colorSpace);
                header = new JpegHeader(width, height, (JpegColorSpace)colorSpace);
                return ComplaintOf(handle, status);
            }
        }
        finally
        {
            _ = _destroy(handle);
        }
    }

    /// <summary>Decodes a file with the accurate inverse transform and smooth upsampling of chroma.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="format">Order of the samples.</param>
    /// <param name="pixels">Room for height x width x samples of the format.</param>
    /// <returns>Nothing, or what the library complains about.</returns>
    public JpegComplaint? Decompress(
        ReadOnlySpan<byte> file, JpegHeader header, JpegPixelFormat format, Span<byte> pixels)
    {
        nint handle = _create();
        try
        {
            fixed (byte* bytes = file, destination = pixels)
            {
                int status = _decompress(
                    handle, bytes, new CULong((nuint)file.Length), destination, header.Width, 0, header.Height, (int)format,
                    AccurateDct | LimitScans);
                return ComplaintOf(handle, status);
            }
        }
        finally
        {
            _ = _destroy(handle);
        }
    }

    private JpegComplaint? ComplaintOf(nint handle, int status) => status == 0
        ? null
        : new JpegComplaint(
            Marshal.PtrToStringUTF8((nint)_message(handle)) ?? "no message", _severity(handle) != Warning);
}
