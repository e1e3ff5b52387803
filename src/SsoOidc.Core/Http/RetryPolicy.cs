using System.Net;

namespace SsoOidc.Http;

/// <summary>Which failures are tried again, what that costs and how long to wait before. Pure: randomness and time are passed in.</summary>
internal sealed class RetryPolicy
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MostAboveOwnDelay = TimeSpan.FromSeconds(5);
    private readonly RetryMode _mode;

    public RetryPolicy(RetryMode mode)
    {
        _mode = mode;
    }

    /// <summary>Classifies an answer. <c>SlowDownException</c> and <c>AuthorizationPendingException</c> are the polling loop's, not throttling.</summary>
    public static FailureKind Classify(HttpStatusCode status, string? code) => code switch
    {
        "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottledException" or "RequestThrottled"
            or "TooManyRequestsException" or "ProvisionedThroughputExceededException" or "TransactionInProgressException"
            or "RequestLimitExceeded" or "BandwidthLimitExceeded" or "LimitExceededException" or "SlowDown"
            or "PriorRequestNotComplete" or "EC2ThrottledException" => FailureKind.Throttling,
        // The last two: STS could not ask the identity provider, or does not know its new key yet.
        "RequestTimeout" or "RequestTimeoutException" or "IDPCommunicationError" or "InvalidIdentityToken" => FailureKind.Transient,
        _ => (int)status switch
        {
            429 => FailureKind.Throttling,
            500 or 502 or 503 or 504 => FailureKind.Transient,
            _ => FailureKind.Final,
        },
    };

    /// <summary>Whether the attempt may have been carried out although its answer was lost: the gateway's answers, not the service's own.</summary>
    public static bool MayHaveBeenCarriedOut(HttpStatusCode status) => status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    /// <summary>What a retry takes from the <see cref="RetryQuota"/>.</summary>
    public int Cost(FailureKind kind) => (_mode, kind) switch
    {
        (RetryMode.Legacy, FailureKind.Timeout) => 10,
        (RetryMode.Legacy, _) => 5,
        (_, FailureKind.Throttling) => 5,
        _ => 14,
    };

    /// <summary>
    /// The wait before a retry: <c>random · min(base · 2^retry, 20 s)</c>, where the base is 50 ms, when throttled or in the
    /// legacy mode 1 s. What the server asks for counts within 5 s above that.
    /// </summary>
    /// <param name="retry">0 before the first retry.</param>
    /// <param name="kind">What the last attempt was.</param>
    /// <param name="serverDelay">The wait that the server asked for.</param>
    /// <param name="random">From 0 to 1.</param>
    public TimeSpan Delay(int retry, FailureKind kind, TimeSpan? serverDelay, double random)
    {
        var baseSeconds = _mode == RetryMode.Legacy || kind == FailureKind.Throttling ? 1 : 0.05;
        var seconds = Math.Min(baseSeconds * Math.Pow(2, Math.Min(retry, 30)), LongestDelay.TotalSeconds);
        var own = TimeSpan.FromSeconds(random * seconds);
        if (_mode == RetryMode.Legacy || serverDelay is not { } wanted || wanted <= own)
            return own;
        var most = own + MostAboveOwnDelay;
        return wanted < most ? wanted : most;
    }
}
