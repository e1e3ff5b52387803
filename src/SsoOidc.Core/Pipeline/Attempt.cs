using System.Globalization;

namespace SsoOidc.Pipeline;

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

/// <summary>Takes the error of a call, for who wants it as a result: to throw and catch costs more than the whole exchange.</summary>
internal sealed class Refusal
{
    public SsoOidcException? Error { get; set; }
}

/// <summary>What came of one attempt: an answer, or the error that stands for none.</summary>
internal sealed class Attempt : IDisposable
{
    public TransportResponse? Response { get; init; }

    /// <summary>Set when no whole answer arrived; there may be the head of one.</summary>
    public SsoOidcException? Error { get; init; }

    public FailureKind Failure { get; init; }

    public bool WasSent { get; init; }

    /// <summary>Whether the service may have done what was asked although no good answer arrived.</summary>
    public bool MayHaveBeenCarriedOut => Response is { } answer
        ? answer.IsSuccess || RetryPolicy.MayHaveBeenCarriedOut(answer.StatusCode)
        : WasSent;

    public FailureKind FailureOf(SsoOidcException error) => Response switch
    {
        null => Failure,
        _ when Error is not null => Failure,
        { IsSuccess: true, BodyFailure: InvalidDataException } => FailureKind.Final,
        { IsSuccess: true } => FailureKind.Transient,
        var answer => RetryPolicy.Classify(answer.StatusCode, error.Code),
    };

    public void Dispose() => Response?.Dispose();
}

/// <summary>The wait that a server asks for.</summary>
internal static class RetryAfter
{
    /// <summary><c>x-amz-retry-after</c> in whole milliseconds, else <c>Retry-After</c> in seconds or as a date (RFC 9110 section 10.2.3); null when absent, negative or malformed.</summary>
    public static TimeSpan? Of(TransportResponse answer, DateTimeOffset now)
    {
        if (long.TryParse(answer.AmzRetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return TimeSpan.FromMilliseconds(Math.Min(milliseconds, int.MaxValue));
        var wait = answer.RetryAfter?.Delta ?? answer.RetryAfter?.Date - now;
        return wait > TimeSpan.Zero ? wait : null;
    }
}

/// <summary>How far this machine's clock is from the server's, when a signature was refused for it.</summary>
internal static class ClockSkew
{
    // Signatures are good for 5 minutes; a refusal with less difference has another cause.
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(4);

    public static TimeSpan? Of(TransportResponse answer, SsoOidcException error, DateTimeOffset now)
    {
        if (answer.Date is not { } serverTime)
            return null;
        var isAboutTime = error.Code is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" or "InvalidSignatureException"
            or "SignatureDoesNotMatch" or "AuthFailure";
        var skew = serverTime - now;
        return isAboutTime && skew.Duration() > Tolerated ? skew : null;
    }
}

/// <summary>Tells failures to connect, after which nothing can have been carried out, from later ones.</summary>
internal static class ConnectionFailures
{
#if NET
    public static bool IsBeforeSending(HttpRequestException error) => error.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
#else
    public static bool IsBeforeSending(HttpRequestException error) => error.GetBaseException() switch
    {
        System.Net.WebException web => web.Status is System.Net.WebExceptionStatus.NameResolutionFailure or System.Net.WebExceptionStatus.ConnectFailure
            or System.Net.WebExceptionStatus.TrustFailure or System.Net.WebExceptionStatus.SecureChannelFailure or System.Net.WebExceptionStatus.ProxyNameResolutionFailure,
        System.Net.Sockets.SocketException socket => socket.SocketErrorCode is System.Net.Sockets.SocketError.ConnectionRefused
            or System.Net.Sockets.SocketError.HostNotFound or System.Net.Sockets.SocketError.NoData or System.Net.Sockets.SocketError.TryAgain
            or System.Net.Sockets.SocketError.HostUnreachable or System.Net.Sockets.SocketError.NetworkUnreachable,
        System.Security.Authentication.AuthenticationException => true,
        _ => false,
    };
#endif
}
