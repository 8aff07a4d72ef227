using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace PocketFlow.Torch.Interop;

/// <summary>Turns the status of a native call into an exception.</summary>
[StackTraceHidden]
internal static unsafe class NativeStatus
{
    public static void ThrowIfFailed(int status)
    {
        if (status != 0)
        {
            Throw(status);
        }
    }

    public static string ReadText(delegate* managed<byte*, long, long> read)
    {
        byte[] buffer = new byte[512];
        while (true)
        {
            fixed (byte* first = buffer)
            {
                long length = read(first, buffer.Length);
                if (length < buffer.Length)
                {
                    return Encoding.UTF8.GetString(buffer, 0, (int)length);
                }

                buffer = new byte[length + 1];
            }
        }
    }

    [DoesNotReturn]
    private static void Throw(int status) =>
        throw new TorchException(ReadText(&NativeMethods.pf_last_error), (TorchStatus)status);
}
