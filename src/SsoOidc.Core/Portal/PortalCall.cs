using SsoOidc.Client;
using SsoOidc.Http;

namespace SsoOidc.Portal;

/// <summary>A call of the portal: all but who asks stands in its address. One that is paced waits for its turn.</summary>
internal sealed class PortalCall(string name, SsoOidcClientOptions options, HttpMethod method, Uri address, string accessToken, RequestPacer? pacer = null)
    : HttpCall(name, options.Timeout, options.MaxAttempts)
{
    private const string TokenHeader = "x-amz-sso_bearer_token";

    // Longer than any list takes, so that one which others slow down is finished all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly long _started = options.TimeProvider.GetTimestamp();
    private TimeSpan _turn;

    public HttpMethod Method { get; } = method;

    public Uri Address { get; } = address;

    public TimeSpan Elapsed => options.TimeProvider.GetElapsedTime(_started);

    /// <summary>What the last attempt was refused with.</summary>
    public SsoOidcException? Refusal { get; private set; }

    public override async ValueTask<HttpRequestMessage> CreateAsync(CancellationToken cancellationToken)
    {
        if (pacer is not null)
            _turn = await pacer.TakeTurnAsync(cancellationToken).ConfigureAwait(false);
        var request = new HttpRequestMessage(Method, Address);
        request.Headers.TryAddWithoutValidation(TokenHeader, accessToken);
        return request;
    }

    public override string? CodeOf(TransportResponse refusal)
    {
        Refusal = ErrorParser.Parse(refusal, Metadata(refusal), [accessToken]);
        if ((int)refusal.StatusCode == 429)
            pacer?.SlowDown(_turn, RetryAfter.Of(refusal, options.TimeProvider.GetUtcNow()));
        // The status is what the service is known by here, and the names of its errors are those of others too.
        return null;
    }

    /// <summary>A refusal as one too many only means to wait for another turn: it says nothing of the call.</summary>
    public override TimeSpan? OwnWait(FailureKind failure)
    {
        if (pacer is null || failure != FailureKind.Throttling || Elapsed >= Patience)
            return null;
        MaxAttempts++;
        return TimeSpan.Zero;
    }
}
