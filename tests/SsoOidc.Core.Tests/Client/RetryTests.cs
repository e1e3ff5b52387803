using System.Net;

namespace SsoOidc.Tests.Client;

/// <summary>Retries as a call goes through them; what each piece decides is in <see cref="Http.RetryPolicyTests"/>.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Trouble_of_the_service_is_waited_out(int status)
    {
        var clock = new InstantClock();
        var network = new StubHandler(Answer.Status(status), Answer.Status(status), Answer.Ok("""{"clientId":"i"}"""));
        using var client = A.Client(network, clock);

        var answer = await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal("i", answer.ClientId);
        Assert.Equal([TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(100)], clock.Waits);
        Assert.Equal(3, answer.Metadata.Attempts);
        Assert.Equal(TimeSpan.FromMilliseconds(150), answer.Metadata.TotalRetryDelay);
    }

    [Fact]
    public async Task Throttling_is_waited_out_from_one_second_on()
    {
        var clock = new InstantClock();
        using var client = A.Client(new StubHandler(Answer.Status(429), Answer.Error("ThrottlingException"), Answer.Ok()), clock);

        await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], clock.Waits);
    }

    [Fact]
    public async Task The_legacy_mode_waits_from_one_second_on_and_ignores_what_the_server_asks_for()
    {
        var clock = new InstantClock();
        using var client = A.Client(
            new StubHandler(Answer.Status(500, "", ("x-amz-retry-after", "4000")), Answer.Status(500), Answer.Ok()), clock, o => o with { RetryMode = RetryMode.Legacy });

        await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], clock.Waits);
    }

    [Theory]
    [InlineData("x-amz-retry-after", "3000", 3000)]
    [InlineData("Retry-After", "3", 3000)]
    [InlineData("Retry-After", "Sun, 22 Nov 2026 12:00:04 GMT", 4000)]
    [InlineData("x-amz-retry-after", "60000", 5050)]
    [InlineData("Retry-After", "86400", 5050)]
    [InlineData("x-amz-retry-after", "1", 50)]
    [InlineData("x-amz-retry-after", "-1", 50)]
    public async Task The_wait_that_the_server_asks_for_is_kept_within_bounds(string header, string value, int milliseconds)
    {
        var clock = new InstantClock();
        using var client = A.Client(new StubHandler(Answer.Status(503, "", (header, value)), Answer.Ok()), clock);

        var answer = await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal([TimeSpan.FromMilliseconds(milliseconds)], clock.Waits);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), answer.Metadata.TotalRetryDelay);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_call_ends_with_the_last_error_after_the_most_attempts(int attempts)
    {
        var network = new StubHandler(Answer.Error("InternalServerException", 500, "server_error", "sorry"));
        using var client = A.Client(network, with: o => o with { MaxAttempts = attempts });

        var error = await Assert.ThrowsAsync<InternalServerException>(() => client.RegisterClientAsync(A.Registration, A.Ct));

        Assert.Equal(attempts, network.Requests.Count);
        Assert.Equal(attempts, error.Metadata.Attempts);
        Assert.Equal("sorry", error.Message);
        Assert.Equal(TimeSpan.FromMilliseconds(50 * ((1 << (attempts - 1)) - 1)), error.Metadata.TotalRetryDelay);
    }

    [Theory]
    [InlineData("AuthorizationPendingException", 400, "authorization_pending")]
    [InlineData("SlowDownException", 400, "slow_down")]
    [InlineData("ExpiredTokenException", 400, "expired_token")]
    [InlineData("InvalidClientException", 401, "invalid_client")]
    [InlineData("AccessDeniedException", 403, "")]
    [InlineData("NotFound", 404, "")]
    [InlineData("NotImplemented", 501, "")]
    public async Task A_refusal_is_final(string type, int status, string error)
    {
        var network = new StubHandler(Answer.Error(type, status, error));
        using var client = A.Client(network);

        var exception = await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Single(network.Requests);
        Assert.Equal(1, exception.Metadata.Attempts);
        Assert.Equal(TimeSpan.Zero, exception.Metadata.TotalRetryDelay);
    }

    [Fact]
    public async Task A_retry_is_the_same_request_with_the_same_id_and_the_next_number()
    {
        var network = new StubHandler(Answer.Status(500), Answer.Status(500), Answer.Ok());
        using var client = A.Client(network);

        await client.RegisterClientAsync(A.Registration, A.Ct);
        await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal(["attempt=1; max=3", "attempt=2; max=3", "attempt=3; max=3", "attempt=1; max=3"], network.Requests.Select(r => r.Header("amz-sdk-request")));
        Assert.Single(network.Requests.Take(3).Select(r => r.Header("amz-sdk-invocation-id")).Distinct());
        Assert.NotEqual(network.Requests[0].Header("amz-sdk-invocation-id"), network.Requests[3].Header("amz-sdk-invocation-id"));
        Assert.Single(network.Requests.Select(r => r.Body).Distinct());
    }

    [Fact]
    public async Task A_service_that_only_fails_gets_35_retries_and_then_one_attempt_a_call()
    {
        var network = new StubHandler(Answer.Status(500));
        using var client = A.Client(network, with: o => o with { MaxAttempts = 2 });

        var attempts = new List<int>();
        for (var call = 0; call < 40; call++)
            attempts.Add((await Assert.ThrowsAsync<SsoOidcException>(() => client.RegisterClientAsync(A.Registration, A.Ct))).Metadata.Attempts);

        Assert.Equal([.. Enumerable.Repeat(2, 35), .. Enumerable.Repeat(1, 5)], attempts);
    }

    [Fact]
    public async Task Success_fills_the_bucket_again_by_the_price_of_its_last_retry_or_by_one()
    {
        var fails = true;
        using var client = A.Client(
            new StubHandler((_, _) => Task.FromResult((fails ? Answer.Status(500) : Answer.Ok())())), with: o => o with { MaxAttempts = 2 });
        for (var call = 0; call < 40; call++)
            await Assert.ThrowsAsync<SsoOidcException>(() => client.RegisterClientAsync(A.Registration, A.Ct));

        // 500 - 35 * 14 leaves 10: four calls in a row that need no retry make a 14.
        fails = false;
        for (var call = 0; call < 4; call++)
            await client.RegisterClientAsync(A.Registration, A.Ct);
        fails = true;

        Assert.Equal(2, (await Assert.ThrowsAsync<SsoOidcException>(() => client.RegisterClientAsync(A.Registration, A.Ct))).Metadata.Attempts);
        Assert.Equal(1, (await Assert.ThrowsAsync<SsoOidcException>(() => client.RegisterClientAsync(A.Registration, A.Ct))).Metadata.Attempts);
    }

    [Fact]
    public async Task A_retry_that_helps_costs_nothing()
    {
        var request = 0;
        using var client = A.Client(new StubHandler((_, _) => Task.FromResult((request++ % 2 == 0 ? Answer.Status(500) : Answer.Ok())())));

        for (var call = 0; call < 100; call++)
            Assert.Equal(2, (await client.RegisterClientAsync(A.Registration, A.Ct)).Metadata.Attempts);
    }

    [Fact]
    public async Task The_wait_before_a_retry_ends_at_once_when_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var network = new StubHandler(Answer.Status(500));
        using var client = A.Client(network, new Microsoft.Extensions.Time.Testing.FakeTimeProvider());

        var call = client.RegisterClientAsync(A.Registration, cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task A_redirect_is_an_error_and_is_not_retried()
    {
        var network = new StubHandler(Answer.Status(307, "{\"error\":\"slow_down\"}", ("Location", "https://evil.example/"), ("x-amzn-RequestId", "r")));
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Single(network.Requests);
        Assert.Equal("The service answered 307, a redirect. It is not followed, since the request holds secrets: check the endpoint.", error.Message);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, error.StatusCode);
        Assert.Equal("r", error.RequestId);
    }
}
