using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SsoOidc.Benchmarks;

/// <summary>
/// Answers each request with bytes made beforehand, over bare sockets, so that as little as possible of a measured time is
/// the server's. Runs in a process of its own, whose processor time and memory nobody counts: <see cref="Start"/>.
/// </summary>
internal sealed class ReplyServer : IDisposable
{
    private static readonly byte[] Token = Reply("200 OK", "", $$"""
        {"accessToken":"{{Payload.Text(340)}}","tokenType":"Bearer","expiresIn":28800,"refreshToken":"{{Payload.Text(340)}}"}
        """);

    private static readonly byte[] Pending = Reply("400 Bad Request", "x-amzn-ErrorType: AuthorizationPendingException\r\n", """
        {"error":"authorization_pending","error_description":"The authorization request is still pending."}
        """);

    private static int connections;

    private readonly Process _process;

    private ReplyServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Answers with a token.</summary>
    public Uri Address { get; }

    /// <summary>Answers that the login is not approved yet.</summary>
    public Uri PendingAddress => new(Address, "pending");

    /// <summary>Starts this program again as the server.</summary>
    public static ReplyServer Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Started by the dotnet command, the path is dotnet's.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(ReplyServer).Assembly.Location);
        start.ArgumentList.Add("serve");
        var process = Process.Start(start)!;
        return new ReplyServer(process, new Uri(process.StandardOutput.ReadLine()!));
    }

    /// <summary>Prints the address and serves until the standard input ends.</summary>
    public static void Serve()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        new Thread(() => Accept(listener)) { IsBackground = true }.Start();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/"));
        while (Console.Read() >= 0)
        {
        }
    }

    /// <summary>How many connections there have been, the one that asks not counted.</summary>
    public async Task<int> CountConnectionsAsync()
    {
        using var client = new HttpClient();
        return int.Parse(await client.GetStringAsync(new Uri(Address, "connections")), CultureInfo.InvariantCulture) - 1;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static void Accept(Socket listener)
    {
        while (true)
        {
            var connection = listener.Accept();
            Interlocked.Increment(ref connections);
            new Thread(() => Answer(connection), maxStackSize: 256 * 1024) { IsBackground = true }.Start();
        }
    }

    private static void Answer(Socket connection)
    {
        using (connection)
        {
            connection.NoDelay = true;
            var buffer = new byte[64 * 1024];
            var length = 0;
            try
            {
                for (int read; (read = connection.Receive(buffer, length, buffer.Length - length, SocketFlags.None)) > 0;)
                {
                    length += read;
                    if (!IsWhole(buffer.AsSpan(0, length)))
                        continue;
                    connection.Send(ReplyTo(buffer.AsSpan(0, length)));
                    length = 0;
                }
            }
            catch (SocketException)
            {
                // The client has gone.
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        Span<Range> lines = stackalloc Range[64];
        var head = Encoding.ASCII.GetString(request[..end]).AsSpan();
        foreach (var line in lines[..head.Split(lines, "\r\n")])
        {
            if (head[line].StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                return request.Length >= end + 4 + int.Parse(head[line]["Content-Length:".Length..], CultureInfo.InvariantCulture);
        }

        return true;
    }

    private static byte[] ReplyTo(ReadOnlySpan<byte> request) =>
        request.StartsWith("POST /pending"u8) ? Pending
        : request.StartsWith("POST"u8) ? Token
        : Reply("200 OK", "", Volatile.Read(ref connections).ToString(CultureInfo.InvariantCulture));

    private static byte[] Reply(string status, string header, string body) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status}\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n" +
        $"Connection: keep-alive\r\nx-amzn-RequestId: 5a1f0c52-8d0e-4d6f-9c4b-0f5f2d1c7a11\r\n{header}\r\n{body}");
}
