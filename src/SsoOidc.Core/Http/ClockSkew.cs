namespace SsoOidc.Http;

/// <summary>How far this machine's clock is from the server's, when a signature was refused for it.</summary>
internal static class ClockSkew
{
    // Signatures are good for 5 minutes; a refusal with less difference has another cause.
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(4);

    public static TimeSpan? Of(TransportResponse answer, string? code, DateTimeOffset now)
    {
        if (answer.Date is not { } serverTime)
            return null;
        var isAboutTime = code is "RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture" or "InvalidSignatureException"
            or "SignatureDoesNotMatch" or "AuthFailure";
        var skew = serverTime - now;
        return isAboutTime && skew.Duration() > Tolerated ? skew : null;
    }
}
