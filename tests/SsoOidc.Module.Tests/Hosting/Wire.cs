using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SsoOidc.ModuleTests.Hosting;

/// <summary>
/// A service and a proxy at once, which keeps the head of each request and answers each with a client and tokens. A tunnel is refused: to
/// know where it would have led is enough.
/// </summary>
internal sealed class Wire : IDisposable
{
    private const string Answer = """{"clientId":"c","clientSecret":"s","accessToken":"a","refreshToken":"r","expiresIn":3600,"tokenType":"Bearer"}""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _heads = new();

    public Wire()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>The head of each request, in their order.</summary>
    public IReadOnlyList<string> Heads => [.. _heads];

    /// <summary>The status of a request by its number, from 1; 0 for no answer at all.</summary>
    public Func<int, string, int> StatusOf { get; set; } = (_, _) => 200;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var served = client;
        await using var stream = client.GetStream();
        var head = await ReadAsync(stream);
        _heads.Enqueue(head);
        var status = head.StartsWith("CONNECT", StringComparison.Ordinal) ? 403 : StatusOf(_heads.Count, head);
        if (status == 0)
        {
            await stream.ReadExactlyAsync(new byte[1]);
            return;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nProxy-Authenticate: Basic realm=\"x\"\r\nConnection: close\r\nContent-Length: {Answer.Length}\r\n\r\n{Answer}"));
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(buffer) > 0)
            text.Append((char)buffer[0]);
        var head = text.ToString();
        var length = head.Split("Content-Length: ") is { Length: 2 } parts ? int.Parse(parts[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture) : 0;
        await stream.ReadExactlyAsync(new byte[length]);
        return head;
    }
}
