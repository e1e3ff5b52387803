namespace SsoOidc.Tests.Client;

public sealed class SsoOidcClientOptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_design()
    {
        var options = new SsoOidcClientOptions();

        Assert.Equal(3, options.MaxAttempts);
        Assert.Equal(RetryMode.Standard, options.RetryMode);
        Assert.Equal(TimeSpan.FromSeconds(30), options.Timeout);
        Assert.Same(TimeProvider.System, options.TimeProvider);
        Assert.False(options.UseFips);
        Assert.False(options.UseDualStack);
        Assert.Null(options.Credentials);
        Assert.Null(options.HttpMessageHandler);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Less_than_one_attempt_is_refused(int attempts) =>
        AssertRefused($"MaxAttempts is {attempts}; expected 1 (no retry) or more.", o => o with { MaxAttempts = attempts });

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("25.00:00:00")]
    [InlineData("10675199.02:48:05.4775807")]
    public void A_time_limit_that_no_timer_takes_is_refused(string timeout) =>
        AssertRefused(
            $"Timeout is {timeout}; expected more than zero and at most 24 days, or Timeout.InfiniteTimeSpan for no limit.",
            o => o with { Timeout = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture) });

    [Fact]
    public async Task The_longest_time_limit_works()
    {
        using var client = A.Client(new StubHandler(Answer.Ok()), TimeProvider.System, o => o with { Timeout = TimeSpan.FromDays(24) });

        Assert.Equal(1, (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).Metadata.Attempts);
    }

    [Fact]
    public void A_null_clock_is_refused() => AssertRefused("TimeProvider is null; leave it out for the system's clock.", o => o with { TimeProvider = null! });

    [Fact]
    public void A_missing_region_is_refused_when_the_client_is_made() =>
        Assert.Throws<SsoOidcConfigurationException>(() => new SsoOidcClient(new SsoOidcClientOptions()));

    [Fact]
    public void Printing_options_prints_no_secret()
    {
        var text = new SsoOidcClientOptions { Region = "r", Credentials = new AwsCredentials("AK", "secret-canary", "token-canary") }.ToString();

        Assert.Contains("Region = r", text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
    }

    private static void AssertRefused(string message, Func<SsoOidcClientOptions, SsoOidcClientOptions> with)
    {
        var error = Assert.Throws<SsoOidcConfigurationException>(() => new SsoOidcClient(with(new SsoOidcClientOptions { Region = "eu-west-1" })));
        Assert.Equal(message, error.Message);
    }
}
