using Microsoft.AspNetCore.Http.Features;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using SsoOidc.FakeEndpoint.Http;

namespace SsoOidc.FakeEndpoint.Faults;

/// <summary>Answers one request, in the way its fault says.</summary>
internal sealed class FaultPlayer
{
    private readonly TimeProvider _time;

    public FaultPlayer(TimeProvider time)
    {
        _time = time;
    }

    /// <param name="context">The request.</param>
    /// <param name="fault">Its fault, if any.</param>
    /// <param name="process">Runs the operation.</param>
    /// <param name="answering">Told of the answer before its first byte goes out.</param>
    /// <param name="cancellationToken">Ends waiting when the client or the server goes.</param>
    public async Task PlayAsync(
        HttpContext context, Fault? fault, Func<Reply> process, Action<Reply> answering, CancellationToken cancellationToken)
    {
        if (fault is null)
        {
            await AnswerAsync(context, process(), answering, cancellationToken);
            return;
        }

        var processed = fault.After ? process() : null;
        if (fault.Kind != FaultKind.Drip && fault.Delay > TimeSpan.Zero)
            await Task.Delay(fault.Delay, _time, cancellationToken);
        if (fault.Kind == FaultKind.Reset)
        {
            Reset(context);
            return;
        }
        if (fault.Kind == FaultKind.Stall)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return;
        }

        var reply = Scripted(fault) ?? processed ?? process();
        foreach (var (name, value) in fault.Headers)
            reply.With(name, value);
        switch (fault.Kind)
        {
            case FaultKind.Truncate:
                answering(reply);
                var half = reply.Body.AsMemory(0, reply.Body.Length / 2);
                await SendRawAsync(context, reply, Invariant(reply.Body.Length), half, cancellationToken);
                break;
            case FaultKind.BadContentLength:
                answering(reply);
                var length = fault.ContentLength ?? Invariant(reply.Body.Length / 2);
                await SendRawAsync(context, reply, length, reply.Body, cancellationToken);
                break;
            case FaultKind.Drip:
                answering(reply);
                await DripAsync(context, reply, fault.Delay, cancellationToken);
                break;
            case FaultKind.HugeBody:
                answering(reply);
                await SendHugeAsync(context, reply, fault.Bytes, cancellationToken);
                break;
            case FaultKind.Gzip:
                await AnswerAsync(context, Compressed(reply), answering, cancellationToken);
                break;
            default:
                await AnswerAsync(context, reply, answering, cancellationToken);
                break;
        }
    }

    public static async Task AnswerAsync(HttpContext context, Reply reply, Action<Reply> answering, CancellationToken cancellationToken)
    {
        answering(reply);
        WriteHead(context, reply);
        context.Response.ContentLength = reply.Body.Length;
        await context.Response.Body.WriteAsync(reply.Body, cancellationToken);
    }

    private static Reply? Scripted(Fault fault) => fault.Kind switch
    {
        FaultKind.Status => new Reply
        {
            Status = fault.Status ?? 500,
            ContentType = fault.ContentType,
            Body = Encoding.UTF8.GetBytes(fault.Body),
        },
        FaultKind.Error => new ServiceException(
            ErrorKind.Find(fault.Error!)!, fault.Description, fault.Reason, fault.Endpoint, fault.Region, fault.Status).ToReply(),
        FaultKind.Redirect => Reply.Redirect(fault.Location, fault.Status ?? 307),
        FaultKind.HugeBody => new Reply { Status = fault.Status ?? 200, ContentType = fault.ContentType },
        _ => null,
    };

    private static Reply Compressed(Reply reply)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            gzip.Write(reply.Body);
        var result = new Reply { Status = reply.Status, ContentType = reply.ContentType, Body = buffer.ToArray(), Error = reply.Error };
        foreach (var (name, value) in reply.Headers)
            result.With(name, value);
        return result.With("Content-Encoding", "gzip");
    }

    private static void WriteHead(HttpContext context, Reply reply)
    {
        context.Response.StatusCode = reply.Status;
        if (reply.ContentType.Length > 0)
            context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;
    }

    private async Task DripAsync(HttpContext context, Reply reply, TimeSpan pause, CancellationToken cancellationToken)
    {
        WriteHead(context, reply);
        context.Response.ContentLength = reply.Body.Length;
        for (var i = 0; i < reply.Body.Length; i++)
        {
            await context.Response.Body.WriteAsync(reply.Body.AsMemory(i, 1), cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    /// <summary>One JSON object with one long string, sent in chunks.</summary>
    private static async Task SendHugeAsync(HttpContext context, Reply reply, long bytes, CancellationToken cancellationToken)
    {
        WriteHead(context, reply);
        var filler = new byte[64 * 1024];
        Array.Fill(filler, (byte)'x');
        var start = "{\"filler\":\""u8.ToArray();
        var end = "\"}"u8.ToArray();
        await context.Response.Body.WriteAsync(start, cancellationToken);
        for (var left = bytes - start.Length - end.Length; left > 0; left -= filler.Length)
            await context.Response.Body.WriteAsync(filler.AsMemory(0, (int)Math.Min(left, filler.Length)), cancellationToken);
        await context.Response.Body.WriteAsync(end, cancellationToken);
    }

    /// <summary>Writes past Kestrel, which would not send an answer that contradicts itself, and ends the connection.</summary>
    private static async Task SendRawAsync(
        HttpContext context, Reply reply, string contentLength, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"HTTP/1.1 {Invariant(reply.Status)} Scripted\r\n");
        head.Append("Date: ").Append(context.Response.Headers.Date).Append("\r\n");
        head.Append("Content-Length: ").Append(contentLength).Append("\r\n");
        if (reply.ContentType.Length > 0)
            head.Append("Content-Type: ").Append(reply.ContentType).Append("\r\n");
        foreach (var (name, value) in reply.Headers)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        var socket = Socket(context);
        await socket.SendAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), cancellationToken);
        await socket.SendAsync(body, cancellationToken);
        socket.Shutdown(SocketShutdown.Send);
        context.Abort();
    }

    private static void Reset(HttpContext context)
    {
        // Lingering for zero seconds makes closing send RST in place of FIN.
        Socket(context).LingerState = new LingerOption(true, 0);
        context.Abort();
    }

    private static Socket Socket(HttpContext context) => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;

    private static string Invariant(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
