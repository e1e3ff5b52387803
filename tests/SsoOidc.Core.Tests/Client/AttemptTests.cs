using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using SsoOidc.Http;

namespace SsoOidc.Tests.Client;

public sealed class AttemptTests
{
    private static readonly DateTimeOffset Now = InstantClock.Now;

    [Theory]
    [InlineData("1500", null, 1500)]
    [InlineData("0", null, 0)]
    [InlineData("99999999999", null, int.MaxValue)]
    [InlineData("1500", "30", 1500)]
    [InlineData("-1", "2", 2000)]
    [InlineData("+5", "2", 2000)]
    [InlineData("1.5", "2", 2000)]
    [InlineData("soon", "2", 2000)]
    [InlineData("99999999999999999999", "2", 2000)]
    [InlineData("-1", null, null)]
    [InlineData(null, "2", 2000)]
    [InlineData(null, "0", null)]
    [InlineData(null, "-2", null)]
    [InlineData(null, "2.5", null)]
    [InlineData(null, "never", null)]
    [InlineData(null, "99999999999", null)]
    [InlineData(null, "Sun, 22 Nov 2026 12:00:03 GMT", 3000)]
    [InlineData(null, "Sun, 22 Nov 2026 11:59:59 GMT", null)]
    [InlineData(null, null, null)]
    public void The_wait_that_a_server_asks_for_is_read_from_either_header(string? amz, string? standard, int? milliseconds)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        if (amz is not null)
            response.Headers.TryAddWithoutValidation("x-amz-retry-after", amz);
        if (standard is not null)
            response.Headers.TryAddWithoutValidation("Retry-After", standard);
        using var answer = new TransportResponse(response);

        Assert.Equal(milliseconds is { } ms ? TimeSpan.FromMilliseconds(ms) : null, RetryAfter.Of(answer, Now));
    }

    [Theory]
    [InlineData("RequestTimeTooSkewed", 600)]
    [InlineData("RequestExpired", -600)]
    [InlineData("RequestInTheFuture", 241)]
    [InlineData("InvalidSignatureException", 86400)]
    [InlineData("SignatureDoesNotMatch", 600)]
    [InlineData("AuthFailure", 600)]
    public void A_refusal_that_is_about_time_tells_how_far_the_clock_is_off(string code, int seconds)
    {
        using var answer = Refusal(Now.AddSeconds(seconds));

        Assert.Equal(TimeSpan.FromSeconds(seconds), ClockSkew.Of(answer, code, Now));
    }

    [Theory]
    [InlineData("InvalidSignatureException", 240)]
    [InlineData("InvalidSignatureException", -60)]
    [InlineData("InvalidSignatureException", null)]
    [InlineData("AccessDeniedException", 600)]
    [InlineData(null, 600)]
    public void Another_refusal_tells_nothing_of_the_clock(string? code, int? seconds)
    {
        using var answer = Refusal(seconds is { } s ? Now.AddSeconds(s) : null);

        Assert.Null(ClockSkew.Of(answer, code, Now));
    }

    public static TheoryData<string, bool> Failures => new()
    {
        { "refused", true },
        { "no such host", true },
        { "tls", true },
        { "reset", false },
        { "ended", false },
        { "nothing known", false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_to_connect_is_told_from_a_later_one(string failure, bool isBeforeSending)
    {
        var error = failure switch
        {
            "refused" => new HttpRequestException(HttpRequestError.ConnectionError, "m", new SocketException((int)SocketError.ConnectionRefused)),
            "no such host" => new HttpRequestException(HttpRequestError.NameResolutionError, "m", new SocketException((int)SocketError.HostNotFound)),
            "tls" => new HttpRequestException(HttpRequestError.SecureConnectionError, "m", new AuthenticationException()),
            "reset" => new HttpRequestException(HttpRequestError.Unknown, "m", new IOException("m", new SocketException((int)SocketError.ConnectionReset))),
            "ended" => new HttpRequestException(HttpRequestError.ResponseEnded, "m", new HttpIOException(HttpRequestError.ResponseEnded)),
            _ => new HttpRequestException("m"),
        };

        Assert.Equal(isBeforeSending, ConnectionFailures.IsBeforeSending(error));
    }

    [Fact]
    public void A_date_is_read_whatever_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            response.Headers.TryAddWithoutValidation("Retry-After", "Sun, 22 Nov 2026 12:00:03 GMT");
            using var answer = new TransportResponse(response);

            Assert.Equal(TimeSpan.FromSeconds(3), RetryAfter.Of(answer, Now));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static TransportResponse Refusal(DateTimeOffset? date)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.Forbidden);
        response.Headers.Date = date;
        return new TransportResponse(response);
    }
}
