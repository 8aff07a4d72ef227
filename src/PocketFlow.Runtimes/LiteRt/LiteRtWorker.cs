using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PocketFlow.Runtimes.LiteRt;

/// <summary>
/// A Node process that runs LiteRT's WebAssembly build; litert-worker.cjs describes the frames. One request at a time.
/// The process ends with its standard input, so it can't outlive this one.
/// </summary>
internal sealed class LiteRtWorker : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Process _process;
    private readonly Queue<string> _lastErrors = new();
    private bool _isGone;

    private LiteRtWorker(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Whether the process ended or its streams broke, so that a new worker is needed.</summary>
    public bool IsGone => _isGone || _process.HasExited;

    public int ProcessId => _process.Id;

    /// <summary>The build it runs and the Node version.</summary>
    public LiteRtWorkerInfo Info { get; private set; } = new("", false, "");

    public static LiteRtWorker Start(string node, string script, string litertDirectory)
    {
        var start = new ProcessStartInfo(node)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(litertDirectory);
        // Options meant for someone else's scripts, such as a debugger, would talk into our frames.
        start.Environment.Remove("NODE_OPTIONS");

        var worker = new LiteRtWorker(Process.Start(start)!);
        try
        {
            worker.Info = JsonSerializer.Deserialize(worker.Receive(), LiteRtJson.Default.LiteRtWorkerInfo)!;
            return worker;
        }
        catch
        {
            worker.Dispose();
            throw;
        }
    }

    /// <summary>Sends the operation, 32-bit numbers and byte blocks as one request; returns the answer.</summary>
    public byte[] Request(LiteRtOperation operation, ReadOnlySpan<uint> numbers, params ReadOnlySpan<byte[]> blocks)
    {
        lock (_gate)
        {
            try
            {
                Send(operation, numbers, blocks);
            }
            catch (Exception broken) when (IsBrokenStream(broken))
            {
                throw Gone(broken);
            }

            return Receive();
        }
    }

    public void Dispose()
    {
        _isGone = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private void Send(LiteRtOperation operation, ReadOnlySpan<uint> numbers, ReadOnlySpan<byte[]> blocks)
    {
        var length = 1L + (4 * numbers.Length);
        foreach (var block in blocks)
        {
            length += block.Length;
        }

        var header = new byte[5 + (4 * numbers.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, checked((uint)length));
        header[4] = (byte)operation;
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(5 + (4 * i)), numbers[i]);
        }

        var stream = _process.StandardInput.BaseStream;
        stream.Write(header);
        foreach (var block in blocks)
        {
            stream.Write(block);
        }

        stream.Flush();
    }

    private byte[] Receive()
    {
        var stream = _process.StandardOutput.BaseStream;
        Span<byte> header = stackalloc byte[5];
        byte[] body;
        try
        {
            stream.ReadExactly(header);
            body = new byte[checked((int)(BinaryPrimitives.ReadUInt32LittleEndian(header) - 1))];
            stream.ReadExactly(body);
        }
        catch (Exception broken) when (IsBrokenStream(broken))
        {
            throw Gone(broken);
        }

        return header[4] == 0 ? body : throw new LiteRtWorkerException(Encoding.UTF8.GetString(body));
    }

    private static bool IsBrokenStream(Exception error) =>
        error is IOException or ObjectDisposedException or InvalidOperationException;

    private LiteRtWorkerException Gone(Exception broken)
    {
        if (_isGone)
        {
            return new LiteRtWorkerException("the runtime was disposed of or broke down before; load the model again.");
        }

        _isGone = true;
        var exit = "its streams";
        if (_process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            // Without a time limit it also waits for the last lines of standard error.
            _process.WaitForExit();
            exit = $"with exit code {_process.ExitCode}";
        }

        lock (_lastErrors)
        {
            var said = _lastErrors.Count > 0 ? $" It said: {string.Join(" | ", _lastErrors)}" : "";
            return new LiteRtWorkerException($"the Node process that runs LiteRT ended {exit}.{said}", broken);
        }
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lastErrors)
        {
            _lastErrors.Enqueue(line);
            if (_lastErrors.Count > 10)
            {
                _lastErrors.Dequeue();
            }
        }
    }
}
