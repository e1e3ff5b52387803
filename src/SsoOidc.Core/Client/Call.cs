using SsoOidc.Http;

namespace SsoOidc.Client;

/// <summary>One call of an operation over all its attempts.</summary>
internal sealed class Call
{
    public Call(Uri address, RequestBody body, int maxAttempts, long started)
    {
        Address = address;
        Body = body;
        MaxAttempts = maxAttempts;
        Started = started;
    }

    public Uri Address { get; }

    public RequestBody Body { get; }

    public int MaxAttempts { get; }

    public long Started { get; }

    /// <summary>The same over all attempts, so that the service can tell a retry from a new call.</summary>
    public string InvocationId { get; } = Guid.NewGuid().ToString();

    public int Attempts { get; set; }

    public TimeSpan TotalDelay { get; set; }

    public int LastCost { get; set; }

    /// <summary>What was added to this machine's clock to sign the last attempt.</summary>
    public TimeSpan ClockOffset { get; set; }

    public ResponseMetadata Metadata(TransportResponse? answer) => new()
    {
        RequestId = answer?.RequestId,
        ExtendedRequestId = answer?.ExtendedRequestId,
        CfId = answer?.CfId,
        HttpStatusCode = answer?.StatusCode,
        Attempts = Attempts,
        TotalRetryDelay = TotalDelay,
    };
}
