using System.Net;
using System.Text;

namespace SsoOidc.Tests;

/// <summary>A request as it left the client, read whole before the client can dispose it.</summary>
public sealed record SentRequest(HttpMethod Method, Uri Address, Version Version, IReadOnlyDictionary<string, string> Headers, byte[] BodyBytes)
{
    public string Body => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(BodyBytes);

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}

/// <summary>A network made of functions: the n-th request gets the n-th answer, and the last answer is for all that follow.</summary>
public sealed class StubHandler : HttpMessageHandler
{
    private readonly Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>[] _answers;
    private readonly List<SentRequest> _requests = [];

    public StubHandler(params Func<HttpResponseMessage>[] answers)
        : this([.. answers.Select(a => new Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>((_, _) => Task.FromResult(a())))])
    {
    }

    public StubHandler(params Func<SentRequest, CancellationToken, Task<HttpResponseMessage>>[] answers) => _answers = answers;

    public IReadOnlyList<SentRequest> Requests => _requests;

    public SentRequest Only => Assert.Single(_requests);

    public int TimesDisposed { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        headers["Content-Length"] = request.Content?.Headers.ContentLength?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
        var sent = new SentRequest(request.Method, request.RequestUri!, request.Version, headers, request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(CancellationToken.None));
        _requests.Add(sent);
        return await _answers[Math.Min(_requests.Count, _answers.Length) - 1](sent, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        TimesDisposed++;
        base.Dispose(disposing);
    }
}

/// <summary>Answers of the service in short.</summary>
public static class Answer
{
    public static Func<HttpResponseMessage> Ok(string body = "{}", params (string Name, string Value)[] headers) => Status(200, body, headers);

    public static Func<HttpResponseMessage> Status(int status, string body = "", params (string Name, string Value)[] headers) =>
        Bytes(status, Encoding.UTF8.GetBytes(body), headers);

    public static Func<HttpResponseMessage> Bytes(int status, byte[] body, params (string Name, string Value)[] headers) => () =>
        With(new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) }, headers);

    /// <summary>An error as the service sends it.</summary>
    public static Func<HttpResponseMessage> Error(string type, int status = 400, string error = "", string description = "") =>
        Status(status, $$"""{"error":"{{error}}","error_description":"{{description}}"}""", ("x-amzn-ErrorType", type), ("x-amzn-RequestId", "r-1"));

    public static Func<HttpResponseMessage> Throws(Exception error) => () => throw error;

    /// <summary>The same answer with one header more.</summary>
    public static Func<HttpResponseMessage> With(this Func<HttpResponseMessage> answer, string name, string value) => () => With(answer(), [(name, value)]);

    /// <summary>An answer whose body comes from <paramref name="body"/>.</summary>
    public static Func<HttpResponseMessage> Streaming(int status, Stream body, params (string Name, string Value)[] headers) => () =>
        With(new HttpResponseMessage((HttpStatusCode)status) { Content = new StreamContent(body) }, headers);

    /// <summary>Never answers; ends when cancelled.</summary>
    public static async Task<HttpResponseMessage> Never(SentRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Unreachable: an infinite delay ended without cancellation.");
    }

    /// <summary>Lets the clock's limit pass instead of an answer.</summary>
    public static Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> NotWithin(InstantClock clock) => (request, cancellationToken) =>
    {
        clock.Advance(clock.Limit!.Value);
        return Never(request, cancellationToken);
    };

    /// <summary>The answer for a list of answers of which some take their time.</summary>
    public static Func<SentRequest, CancellationToken, Task<HttpResponseMessage>> AtOnce(this Func<HttpResponseMessage> answer) => (_, _) => Task.FromResult(answer());

    private static HttpResponseMessage With(HttpResponseMessage response, (string Name, string Value)[] headers)
    {
        foreach (var (name, value) in headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}

/// <summary>A body that gives some bytes and then an end of a test's choice.</summary>
public sealed class BrokenStream(byte[] head, Func<CancellationToken, Task<int>> end) : Stream
{
    private int _position;

    public static BrokenStream EndingIn(string head, Exception error) => new(Encoding.UTF8.GetBytes(head), _ => Task.FromException<int>(error));

    /// <summary>Hangs after its head until the read is cancelled.</summary>
    public static BrokenStream Hanging(string head) => new(Encoding.UTF8.GetBytes(head), async token =>
    {
        await Task.Delay(Timeout.Infinite, token);
        return 0;
    });

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, head.Length - _position);
        if (count == 0)
            return await end(cancellationToken);
        head.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads are expected.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
