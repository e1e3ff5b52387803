using System.Net;

namespace SsoOidc.Tests.Client;

/// <summary>Signing as a call goes through it; the signature itself is in <see cref="Signing.SigV4SignerTests"/>.</summary>
public sealed class SigningTests
{
    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = Client(network, new AwsCredentials("AK", "SK", "session/token+=="));

        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Equal("session/token+==", network.Only.Header("x-amz-security-token"));
        Assert.Contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, ", network.Only.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_asks_for_credentials_and_is_signed_at_its_own_time()
    {
        var rotating = new Provider(n => new AwsCredentials($"AK{n}", "SK"));
        var network = new StubHandler(Answer.Status(503, "", ("Retry-After", "3")), Answer.Ok());
        using var client = Client(network, rotating);

        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Equal(["20261122T120000Z", "20261122T120003Z"], network.Requests.Select(r => r.Header("x-amz-date")));
        Assert.Contains("Credential=AK1/", network.Requests[0].Header("Authorization"), StringComparison.Ordinal);
        Assert.Contains("Credential=AK2/", network.Requests[1].Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pseudo_region_signs_for_the_real_one()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = Client(network, A.Credentials, o => o with { Region = "fips-us-west-2" });

        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Equal("oidc-fips.us-west-2.amazonaws.com", network.Only.Address.Host);
        Assert.Contains("/us-west-2/sso-oauth/aws4_request", network.Only.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_there_is_one_clear_error_and_no_request()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<SsoOidcConfigurationException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Equal("CreateTokenWithIAM is signed and there are no credentials. Set SsoOidcClientOptions.Credentials.", error.Message);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task A_source_that_gives_null_is_one_clear_error()
    {
        using var client = Client(new StubHandler(Answer.Ok()), new Provider(_ => null!));

        var error = await Assert.ThrowsAsync<SsoOidcConfigurationException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Equal("CreateTokenWithIAM is signed, and the source of credentials gave none.", error.Message);
    }

    [Fact]
    public async Task A_custom_endpoint_without_region_cannot_be_signed_for()
    {
        using var client = Client(new StubHandler(Answer.Ok()), A.Credentials, o => o with { Region = null, EndpointUrl = new Uri("http://127.0.0.1:1") });

        var error = await Assert.ThrowsAsync<SsoOidcConfigurationException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Equal("CreateTokenWithIAM is signed for a region and there is none. Set SsoOidcClientOptions.Region.", error.Message);
    }

    [Fact]
    public async Task What_the_source_of_credentials_throws_comes_through()
    {
        using var client = Client(new StubHandler(Answer.Ok()), new Provider(_ => throw new SsoOidcConfigurationException("No keys in the file.")));

        var error = await Assert.ThrowsAsync<SsoOidcConfigurationException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Equal("No keys in the file.", error.Message);
    }

    [Fact]
    public async Task The_time_that_a_source_of_credentials_takes_is_not_the_services()
    {
        var clock = new InstantClock { Limit = TimeSpan.FromSeconds(30) };
        var network = new StubHandler(Answer.Ok());
        var slow = new SlowProvider(clock);
        using var client = A.Client(network, clock, o => o with { Credentials = slow, Timeout = TimeSpan.FromSeconds(30) });

        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Single(network.Requests);
    }

    [Theory]
    [InlineData("RequestTimeTooSkewed", 3600)]
    [InlineData("InvalidSignatureException", -3600)]
    public async Task A_clock_that_is_off_is_corrected_by_the_servers_and_stays_so(string code, int seconds)
    {
        var clock = new InstantClock();
        var serverTime = InstantClock.Now.AddSeconds(seconds);
        var network = new StubHandler(
            Answer.Error(code, 403, "", "Signature not yet current").With("Date", serverTime.ToString("r")), Answer.Ok(), Answer.Ok());
        using var client = Client(network, A.Credentials, clock: clock);

        var answer = await client.CreateTokenWithIAMAsync(A.IamToken(GrantTypes.JwtBearer), A.Ct);
        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        var expected = serverTime.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(["20261122T120000Z", expected, expected], network.Requests.Select(r => r.Header("x-amz-date")));
        Assert.Equal(2, answer.Metadata.Attempts);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task A_corrected_clock_that_is_refused_again_is_not_the_cause()
    {
        var network = new StubHandler(Answer.Error("InvalidSignatureException", 403).With("Date", InstantClock.Now.AddHours(1).ToString("r")));
        using var client = Client(network, A.Credentials, o => o with { MaxAttempts = 9 });

        await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Equal(["20261122T120000Z", "20261122T130000Z"], network.Requests.Select(r => r.Header("x-amz-date")));
    }

    [Fact]
    public async Task A_clock_that_goes_wrong_again_is_corrected_again()
    {
        var network = new StubHandler(
            Answer.Error("RequestExpired", 403).With("Date", InstantClock.Now.AddHours(1).ToString("r")),
            Answer.Ok(),
            Answer.Error("RequestExpired", 403).With("Date", InstantClock.Now.AddHours(3).ToString("r")),
            Answer.Ok());
        using var client = Client(network, A.Credentials);

        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);
        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Equal(
            ["20261122T120000Z", "20261122T130000Z", "20261122T130000Z", "20261122T150000Z"], network.Requests.Select(r => r.Header("x-amz-date")));
    }

    [Fact]
    public async Task A_call_that_may_not_be_repeated_still_corrects_the_clock_for_the_next()
    {
        var network = new StubHandler(Answer.Error("RequestExpired", 403).With("Date", InstantClock.Now.AddHours(1).ToString("r")), Answer.Ok());
        using var client = Client(network, A.Credentials, o => o with { MaxAttempts = 1 });

        await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));
        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Equal("20261122T130000Z", network.Requests[1].Header("x-amz-date"));
    }

    [Fact]
    public async Task Two_calls_at_once_that_are_both_refused_for_the_clock_are_both_corrected()
    {
        var bothSent = new TaskCompletionSource();
        var sent = 0;
        var network = new StubHandler(async (request, _) =>
        {
            if (Interlocked.Increment(ref sent) == 2)
                bothSent.SetResult();
            await bothSent.Task;
            return request.Header("x-amz-date") == "20261122T130000Z" ? Answer.Ok()() : Answer.Error("RequestExpired", 403).With("Date", InstantClock.Now.AddHours(1).ToString("r"))();
        });
        using var client = Client(network, A.Credentials);

        var calls = await Task.WhenAll(client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct), client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.All(calls, answer => Assert.Equal(2, answer.Metadata.Attempts));
    }

    [Theory]
    [InlineData("RequestExpired", 120)]
    [InlineData("AccessDeniedException", 3600)]
    public async Task A_refusal_of_another_cause_is_final(string code, int seconds)
    {
        var network = new StubHandler(Answer.Error(code, 403).With("Date", InstantClock.Now.AddSeconds(seconds).ToString("r")));
        using var client = Client(network, A.Credentials);

        var error = await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));

        Assert.Equal(code, error.Code);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task An_unsigned_call_leaves_the_clock_alone()
    {
        var network = new StubHandler(Answer.Error("RequestExpired", 403).With("Date", InstantClock.Now.AddHours(1).ToString("r")));
        using var client = Client(network, A.Credentials);

        await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Single(network.Requests);
    }

    private static SsoOidcClient Client(StubHandler network, IAwsCredentialsProvider credentials, Func<SsoOidcClientOptions, SsoOidcClientOptions>? with = null, InstantClock? clock = null) =>
        A.Client(network, clock, o => (with ?? (same => same))(o with { Credentials = credentials }));

    private sealed class Provider(Func<int, AwsCredentials> source) : IAwsCredentialsProvider
    {
        private int _calls;

        public ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default) => new(source(++_calls));
    }

    private sealed class SlowProvider(InstantClock clock) : IAwsCredentialsProvider
    {
        public async ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default)
        {
            await Task.Delay(TimeSpan.FromMinutes(10), clock, cancellationToken);
            return A.Credentials;
        }
    }
}
