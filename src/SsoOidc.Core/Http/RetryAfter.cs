using System.Globalization;

namespace SsoOidc.Http;

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
