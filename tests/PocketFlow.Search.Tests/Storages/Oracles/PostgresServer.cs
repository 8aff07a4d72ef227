using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PocketFlow.Search.Tests;

/// <summary>A PostgreSQL server of its own in a temporary folder, ended with the tests.</summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly string? s_programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin"))
            .Where(d => File.Exists(Path.Combine(d, "initdb"))).Order().LastOrDefault()
        : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-pg-").FullName;
    private readonly Lazy<int> _port;

    public PostgresServer() => _port = new(Start);

    public static string? ReasonToSkip => s_programs is null ? "PostgreSQL is not installed in /usr/lib/postgresql." : null;

    public int Port => _port.Value;

    /// <summary>The address of a new, empty database.</summary>
    public string NewDatabase()
    {
        string name = $"d{Guid.NewGuid():N}";
        Run("createdb", $"-h 127.0.0.1 -p {Port} {name}");
        return $"postgresql://{User}@127.0.0.1:{Port}/{name}";
    }

    /// <summary>Stops the server at once, as a crash does, and starts it again.</summary>
    public void Restart() => Run("pg_ctl", $"-D {_folder}/data -m immediate -w -t 300 -l {_folder}/log -o '{Options(Port)}' restart");

    public void Dispose()
    {
        if (_port.IsValueCreated)
        {
            Run("pg_ctl", $"-D {_folder}/data -m immediate -w stop");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string User => Environment.UserName == "root" ? "postgres" : Environment.UserName;

    private int Start()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            int port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            if (Environment.UserName == "root")
            {
                Shell($"chown postgres '{_folder}'");
            }

            Run("initdb", $"-D {_folder}/data -A trust -N");
            Run("pg_ctl", $"-D {_folder}/data -w -t 300 -l {_folder}/log -o '{Options(port)}' start");
            return port;
        }
    }

    private string Options(int port) => $"-k {_folder} -p {port} -c listen_addresses=127.0.0.1";

    /// <summary>The server refuses to be run by root.</summary>
    private void Run(string program, string arguments) => Shell(
        (Environment.UserName == "root" ? "runuser -u postgres -- " : "") + $"{s_programs}/{program} {arguments}");

    private void Shell(string command)
    {
        // Output goes nowhere: the server would keep a pipe open.
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command + " >/dev/null 2>&1 </dev/null"])
        {
            WorkingDirectory = _folder,
        })!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, command);
    }
}
