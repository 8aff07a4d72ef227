using System.Diagnostics;

namespace PocketFlow.Testing.Fuzzing;

/// <summary>
/// Reads damaged files of any format: a reader may refuse a file with the errors that it documents, must not take long,
/// and must not allocate more than a file can justify.
/// </summary>
public sealed class Fuzzer(IReadOnlyList<byte[]> corpus, int seed)
{
    private const double MaximumSeconds = 5;
    private const long FreeBytes = 64 << 20;
    private const long BytesPerByte = 64;

    /// <summary>Reads a number of damaged files and returns how many of them were read without an error.</summary>
    /// <param name="count">How many files.</param>
    /// <param name="read">Reads a file's bytes.</param>
    /// <param name="isDocumented">Whether an error is one that a damaged file may raise.</param>
    /// <exception cref="FuzzingException">A file raised another error, took too long or too much memory.</exception>
    public int Run(int count, Action<byte[]> read, Predicate<Exception> isDocumented)
    {
        var mutation = new Mutation(corpus, seed);
        int accepted = 0;
        for (int number = 0; number < count; number++)
        {
            accepted += IsAccepted(mutation.Create(number), number, read, isDocumented) ? 1 : 0;
        }

        return accepted;
    }

    /// <summary>The damaged file with a number, for a test of its own.</summary>
    public byte[] Create(int number) => new Mutation(corpus, seed).Create(number);

    private static bool IsAccepted(byte[] file, int number, Action<byte[]> read, Predicate<Exception> isDocumented)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        bool isAccepted = true;
        try
        {
            read(file);
        }
        catch (Exception e) when (isDocumented(e))
        {
            isAccepted = false;
        }
        catch (Exception e)
        {
            throw new FuzzingException($"Number {number} ({file.Length} bytes) raises {e.GetType().Name}.", e);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (watch.Elapsed.TotalSeconds > MaximumSeconds || allocated > FreeBytes + BytesPerByte * file.Length)
        {
            throw new FuzzingException(
                $"Number {number} ({file.Length} bytes) takes {watch.Elapsed.TotalSeconds:F1} s and {allocated} bytes.");
        }

        return isAccepted;
    }
}

/// <summary>A damaged file that a reader doesn't handle as it should.</summary>
public sealed class FuzzingException(string message, Exception? innerException = null)
    : Exception(message, innerException);
