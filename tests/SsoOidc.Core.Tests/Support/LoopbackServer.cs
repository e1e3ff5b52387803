using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SsoOidc.Tests;

/// <summary>A request as raw text, on which connection it came, and a way to answer it byte by byte.</summary>
public sealed class RawExchange(string head, string body, int connection, Stream stream, Socket socket)
{
    public string Head => head;

    public string Body => body;

    /// <summary>1 for the first connection that was accepted.</summary>
    public int Connection => connection;

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public Task WriteAsync(byte[] bytes) => stream.WriteAsync(bytes).AsTask();

    public Task AnswerAsync(string json, int status = 200, string headers = "") =>
        WriteAsync($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n{headers}\r\n{json}");

    /// <summary>Breaks the connection off with a reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Close() => socket.Close();
}

/// <summary>A real server on a free loopback port that speaks just enough HTTP/1.1 to misbehave on request.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _listener;
    private readonly Func<RawExchange, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private readonly List<RawExchange> _exchanges = [];
    private readonly List<Socket> _sockets = [];
    private int _connections;

    public LoopbackServer(Func<RawExchange, Task> answer, X509Certificate2? certificate = null, IPAddress? address = null)
    {
        _answer = answer;
        _certificate = certificate;
        address ??= IPAddress.Loopback;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://{(_listener.AddressFamily == AddressFamily.InterNetworkV6 ? "[::1]" : "127.0.0.1")}:{Port}");

    public int Connections => Volatile.Read(ref _connections);

    public IReadOnlyList<RawExchange> Exchanges
    {
        get
        {
            lock (_exchanges)
                return [.. _exchanges];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        lock (_sockets)
            _sockets.ForEach(s => s.Dispose());
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            lock (_sockets)
                _sockets.Add(socket);
            _ = ServeAsync(socket, Interlocked.Increment(ref _connections));
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        try
        {
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(_certificate);
                stream = tls;
            }

            while (await ReadAsync(stream) is var (head, body))
            {
                var exchange = new RawExchange(head, body, connection, stream, socket);
                lock (_exchanges)
                    _exchanges.Add(exchange);
                await _answer(exchange);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client or the test has gone.
        }
        finally
        {
            socket.Dispose();
        }
    }

    private static async Task<(string Head, string Body)?> ReadAsync(Stream stream)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
                return null;
            length += read;
            var text = Encoding.Latin1.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            var head = text[..end];
            var at = head.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
            var size = at < 0 ? 0 : int.Parse(head[(at + 15)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
            if (length >= end + 4 + size)
                return (head, Encoding.UTF8.GetString(buffer, end + 4, size));
        }
    }
}
