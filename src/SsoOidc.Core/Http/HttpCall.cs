using SsoOidc.Base;

namespace SsoOidc.Http;

/// <summary>One call over all its attempts: what its sender tells the <see cref="RetryLoop"/>, and how far it has come.</summary>
/// <param name="name">What it is, for messages.</param>
/// <param name="limit">The most an attempt may take.</param>
/// <param name="maxAttempts">The most requests, the first one included.</param>
internal abstract class HttpCall(string name, TimeSpan limit, int maxAttempts)
{
    public string Name { get; } = name;

    public TimeSpan Limit { get; } = limit;

    public int MaxAttempts { get; protected set; } = maxAttempts;

    /// <summary>Whether it may be sent again after an attempt whose answer was lost.</summary>
    public bool IsReplaySafe { get; init; } = true;

    /// <summary>Whether its signature ages, so that a clock that is off is corrected by the server's.</summary>
    public virtual bool IsSigned => false;

    public int Attempts { get; set; }

    public TimeSpan TotalDelay { get; set; }

    public int LastCost { get; set; }

    /// <summary>What is added to this machine's clock to sign the attempt.</summary>
    public TimeSpan ClockOffset { get; set; }

    /// <summary>Whether an attempt so far may have done what was asked although no good answer arrived.</summary>
    public bool MayHaveBeenCarriedOut { get; set; }

    /// <summary>Whether it has been signed with other credentials since the service called the first ones expired.</summary>
    public bool HasRenewed { get; set; }

    /// <summary>Makes the request anew for an attempt.</summary>
    public abstract ValueTask<HttpRequestMessage> CreateAsync(CancellationToken cancellationToken);

    /// <summary>The error code in an answer that is none of success; null where the status says all.</summary>
    public virtual string? CodeOf(TransportResponse refusal) => null;

    /// <summary>Forgets the credentials of the last attempt, which the service calls expired; false where others cannot be had.</summary>
    public virtual bool Renew() => false;

    /// <summary>The wait after a failure that counts neither as an attempt nor against the quota, since the call has a pace of its own; null for the policy's.</summary>
    public virtual TimeSpan? OwnWait(FailureKind failure) => null;

    /// <summary>What is known of the call once an attempt has ended.</summary>
    public ResponseMetadata Metadata(TransportResponse? answer) => new()
    {
        RequestId = answer?.RequestId,
        ExtendedRequestId = answer?.ExtendedRequestId,
        CfId = answer?.CfId,
        HttpStatusCode = answer?.StatusCode,
        ContentLength = answer?.Body.Length ?? 0,
        Attempts = Attempts,
        TotalRetryDelay = TotalDelay,
    };

    /// <summary>The error for an exchange that gave no whole answer; null when it gave one.</summary>
    /// <param name="exchange">The last one.</param>
    /// <param name="isShared">Whether the transport's handler is ours.</param>
    public SsoOidcException? FailureOf(Exchange exchange, bool isShared)
    {
        if (exchange.Failure is not { } failure)
            return null;
        if (exchange.IsTimeOut)
        {
            var what = exchange.IsOwnLimit ? $"no complete answer within {Limit.TotalSeconds:0.#} s" : isShared ? "no connection" : "the handler had no answer";
            return new SsoOidcTimeoutException($"{Name} timed out: {what} from {exchange.Host}.", failure);
        }

        if (failure is InvalidDataException)
            return new SsoOidcResponseException(Shown.Clean(failure.Message), failure);
        return new SsoOidcConnectionException(exchange.Response is null ? $"No answer from {exchange.Host}: {exchange.Reason}" : $"The answer broke off: {exchange.Reason}", failure);
    }
}
