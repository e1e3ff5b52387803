using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace SsoOidc.Pipeline;

/// <summary>
/// The only piece that touches HTTP. Without a handler of its own a client shares one connection pool with all that have
/// the same proxy and CA bundle, for the life of the process: a thousand piped records open one connection.
/// </summary>
internal sealed class HttpTransport : IDisposable
{
    /// <summary>Most bytes read of an answer; real ones have about 1 to 3 KB.</summary>
    public const int MaxBodySize = 1024 * 1024;

    /// <summary>The content type of every request.</summary>
    public const string JsonType = "application/json";

    private static readonly ConcurrentDictionary<PoolKey, Lazy<HttpMessageInvoker>> Shared = new();

    private readonly HttpMessageInvoker _invoker;
    private readonly bool _usesCallingThread;

    /// <param name="handler">A handler to send through instead of the shared one.</param>
    /// <param name="proxy">The proxy of the shared one.</param>
    /// <param name="caBundle">The certificates that the shared one trusts.</param>
    /// <param name="usesCallingThread">Whether the shared one sends on the thread of the caller, where the platform can.</param>
    public HttpTransport(HttpMessageHandler? handler, IWebProxy? proxy, string? caBundle, bool usesCallingThread = false)
    {
        IsShared = handler is null;
        _usesCallingThread = usesCallingThread && IsShared;
        // PublicationOnly keeps no failure: a CA bundle that could not be read is read again by the next client.
        _invoker = handler is not null
            ? new HttpMessageInvoker(handler)
            : Shared.GetOrAdd(
                new PoolKey(proxy, caBundle),
                static key => new(() => new HttpMessageInvoker(HttpHandlers.Create(key.Proxy, key.CaBundle)), LazyThreadSafetyMode.PublicationOnly)).Value;
    }

    /// <summary>Whether the connections are the process's and not this client's.</summary>
    public bool IsShared { get; }

    public static HttpRequestMessage JsonRequest(Uri address, RequestBody body)
    {
        var content = body.ToContent();
        content.Headers.TryAddWithoutValidation("Content-Type", JsonType);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        Platform.SendBodyAtOnce(request);
        return request;
    }

    /// <summary>Sends a request and reads the answer. A body that breaks off or comes too late is an answer with <see cref="TransportResponse.BodyFailure"/>.</summary>
    /// <exception cref="HttpRequestException">No answer arrived.</exception>
    /// <exception cref="IOException">The same, from a handler that does not wrap it.</exception>
    public async Task<TransportResponse> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        TransportResponse? answer = null;
        try
        {
            // The body is read with await in any case: as a rule it has come with the head, and a read that has to wait can be cancelled.
            using var response = await Platform.SendAsync(_invoker, request, _usesCallingThread, cancellationToken).ConfigureAwait(false);
            answer = new TransportResponse(response);
            if (response.Content is not { } content)
                return answer;
            using var stream = Unpacked(await Platform.OpenBodyAsync(content, cancellationToken).ConfigureAwait(false), content);
            for (int read; (read = await Platform.ReadAsync(stream, answer.Buffer.GetMemory(), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                answer.Buffer.Advance(read);
                if (answer.Buffer.Length > MaxBodySize)
                    throw new InvalidDataException($"The answer is over {MaxBodySize} bytes.");
            }
        }
        catch (Exception e) when (answer is not null && e is (IOException or HttpRequestException or InvalidDataException or OperationCanceledException))
        {
            answer.BodyFailure = e;
        }
        catch (HttpRequestException e) when (e.ToString() is var text && Text.WithoutUserInfo(text) != text)
        {
            // The failure to use a proxy quotes its address, with the password that may be in it.
            throw Platform.Reworded(e, Text.WithoutUserInfo(e.GetBaseException().Message));
        }
        catch
        {
            answer?.Dispose();
            throw;
        }

        return answer;
    }

    public void Dispose()
    {
        if (!IsShared)
            _invoker.Dispose();
    }

    /// <summary>We ask for no compression; something on the way may compress all the same (RFC 9110 section 12.5.3).</summary>
    private static Stream Unpacked(Stream body, HttpContent content) =>
        content.Headers.TryGetValues("Content-Encoding", out var codings) && codings.Contains("gzip", StringComparer.OrdinalIgnoreCase)
            ? Gunzip(body)
            : body;

    [SuppressMessage("Performance", "CA1859", Justification = "Who calls a method that returns a GZipStream loads the assembly, compressed or not.")]
    private static Stream Gunzip(Stream body) => new GZipStream(body, CompressionMode.Decompress);
}

/// <summary>What clients have in common that share connections. A class, since a dictionary over a struct is compiled anew at start-up.</summary>
internal sealed record PoolKey(IWebProxy? Proxy, string? CaBundle);

/// <summary>An answer: status, the headers that matter, and the body in a pooled buffer that is wiped when disposed.</summary>
internal sealed class TransportResponse : IDisposable
{
    // Answers have about 1 to 3 KB. The length that is promised is not asked for: it need not be true.
    private const int TypicalBodySize = 4096;

    public TransportResponse(HttpResponseMessage response)
    {
        StatusCode = response.StatusCode;
        RequestId = Id(response, "x-amzn-requestid") ?? Id(response, "x-amzn-request-id") ?? Id(response, "x-amz-request-id");
        ExtendedRequestId = Id(response, "x-amz-id-2");
        CfId = Id(response, "x-amz-cf-id");
        if (response.IsSuccessStatusCode)
            return;
        ErrorType = First(response, "x-amzn-ErrorType");
        AmzRetryAfter = First(response, "x-amz-retry-after");
        RetryAfter = response.Headers.RetryAfter;
        Date = response.Headers.Date;
    }

    public HttpStatusCode StatusCode { get; }

    public bool IsSuccess => (int)StatusCode is >= 200 and <= 299;

    public string? RequestId { get; }

    public string? ExtendedRequestId { get; }

    public string? CfId { get; }

    public string? ErrorType { get; }

    public string? AmzRetryAfter { get; }

    public RetryConditionHeaderValue? RetryAfter { get; }

    public DateTimeOffset? Date { get; }

    /// <summary>What has arrived of the body.</summary>
    public PooledBuffer Buffer { get; } = new(TypicalBodySize);

    public ReadOnlySpan<byte> Body => Buffer.Written;

    /// <summary>Why the body is not whole; null when it is.</summary>
    public Exception? BodyFailure { get; set; }

    public void Dispose() => Buffer.Dispose();

    /// <summary>An id is shown to people, so it is cleaned like a message; real ones have up to 80 characters.</summary>
    private static string? Id(HttpResponseMessage response, string name) =>
        First(response, name) is { Length: > 0 } id ? Text.Clean(id, 200) : null;

    private static string? First(HttpResponseMessage response, string name) => Platform.FirstHeader(response.Headers, name);
}
