using System.Net;

namespace SsoOidc;

/// <summary>What is known of an exchange besides its members; carried by every response and every <see cref="SsoOidcException"/>.</summary>
public sealed class ResponseMetadata
{
    /// <summary>The service's request id (<c>x-amzn-RequestId</c>, <c>x-amzn-request-id</c> or <c>x-amz-request-id</c>); quote it to AWS support. Fit to be shown.</summary>
    public string? RequestId { get; init; }

    /// <summary>The extended request id (<c>x-amz-id-2</c>).</summary>
    public string? ExtendedRequestId { get; init; }

    /// <summary>The CloudFront id (<c>x-amz-cf-id</c>).</summary>
    public string? CfId { get; init; }

    /// <summary>The HTTP status; null when no answer arrived.</summary>
    public HttpStatusCode? HttpStatusCode { get; init; }

    /// <summary>The bytes of the answer's body.</summary>
    internal long ContentLength { get; init; }

    /// <summary>Requests sent for this call, the first one included.</summary>
    public int Attempts { get; init; }

    /// <summary>Time spent waiting between attempts.</summary>
    public TimeSpan TotalRetryDelay { get; init; }

    /// <inheritdoc/>
    public override string ToString() => RequestId is null ? $"{HttpStatusCode}" : $"{HttpStatusCode} {RequestId}";
}
