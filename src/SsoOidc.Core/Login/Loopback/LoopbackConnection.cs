using System.Net.Sockets;
using SsoOidc.Base;

namespace SsoOidc.Login.Loopback;

/// <summary>One connection to the loopback port: reads one request, bounded in size and time, and answers it.</summary>
internal sealed class LoopbackConnection : IDisposable
{
    /// <summary>The redirect has well under 4 KiB, but a browser adds the cookies of all that ever ran on 127.0.0.1: they know no port (RFC 6265 section 8.5).</summary>
    public const int MaxRequest = 64 * 1024;

    // The first byte of every TLS connection (RFC 8446 section 5.1): a browser that was told to try https first. Whatever it were answered, it would not understand.
    private const byte TlsHandshake = 22;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private readonly TimeProvider _time;

    public LoopbackConnection(Socket socket, TimeProvider time)
    {
        _socket = socket;
        _time = time;
    }

    /// <summary>The request, or null with the status to refuse it with; status 0 when there is nobody to answer.</summary>
    public async Task<(LoopbackRequest? Request, int Refusal)> ReadAsync()
    {
        var buffer = new byte[4 * 1024];
        var length = 0;
        using var limit = Platform.TimeoutSource(Patience, _time);
        // netstandard2.0 cannot cancel a read, but closing the socket ends it everywhere.
        using var onLimit = limit.Token.Register(Dispose);
        while (true)
        {
            var read = await ReceiveAsync(buffer, length).ConfigureAwait(false);
            if (read == 0)
                return (null, 0);

            length += read;
            if (buffer[0] == TlsHandshake)
                return (null, 0);
            switch (LoopbackRequest.TryParse(buffer.AsSpan(0, length), out var request))
            {
                case LoopbackParse.Complete:
                    return (request, 0);
                case LoopbackParse.Malformed:
                    return (null, 400);
                case LoopbackParse.Incomplete when length == MaxRequest:
                    return (null, 431);
            }

            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(2 * length, MaxRequest));
        }
    }

    /// <summary>Sends the answer and waits a moment for the client to take it: closing with bytes unread would discard it.</summary>
    public async Task AnswerAsync(byte[] response)
    {
        using var limit = Platform.TimeoutSource(Farewell, _time);
        using var onLimit = limit.Token.Register(Dispose);
        for (var sent = 0; sent < response.Length;)
            sent += await _socket.SendAsync(new ArraySegment<byte>(response, sent, response.Length - sent), SocketFlags.None).ConfigureAwait(false);
        _socket.Shutdown(SocketShutdown.Send);
        var rest = new byte[1024];
        for (var total = 0; total < 64 * 1024;)
        {
            var read = await ReceiveAsync(rest, 0).ConfigureAwait(false);
            if (read == 0)
                return;
            total += read;
        }
    }

    public void Dispose() => _socket.Dispose();

    private Task<int> ReceiveAsync(byte[] buffer, int offset) =>
        _socket.ReceiveAsync(new ArraySegment<byte>(buffer, offset, buffer.Length - offset), SocketFlags.None);
}
