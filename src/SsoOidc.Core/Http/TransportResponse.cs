using System.Net;
using System.Net.Http.Headers;
using SsoOidc.Base;

namespace SsoOidc.Http;

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

    public void Dispose() => Buffer.Dispose();

    /// <summary>An id is shown to people, so it is cleaned like a message; real ones have up to 80 characters.</summary>
    private static string? Id(HttpResponseMessage response, string name) =>
        First(response, name) is { Length: > 0 } id ? Shown.Clean(id, 200) : null;

    private static string? First(HttpResponseMessage response, string name) => Platform.FirstHeader(response.Headers, name);
}
