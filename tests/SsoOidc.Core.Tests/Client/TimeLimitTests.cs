using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Tests.Client;

/// <summary>Time limits and cancellation, which are not the same.</summary>
public sealed class TimeLimitTests
{
    [Theory]
    [InlineData("headers")]
    [InlineData("body")]
    public async Task A_time_limit_is_an_error_of_its_own(string part)
    {
        var network = part == "headers"
            ? new StubHandler(Answer.Never)
            : new StubHandler(Answer.Streaming(200, BrokenStream.Hanging("{")));
        using var client = A.Client(network, with: o => o with { Timeout = TimeSpan.FromSeconds(2.5), MaxAttempts = 1 });

        var error = await Assert.ThrowsAsync<SsoOidcTimeoutException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("CreateToken timed out: no complete answer within 2.5 s from oidc.eu-west-1.amazonaws.com.", error.Message);
        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
        // An answer that has begun has told its status, and with it the request id.
        Assert.Equal(part == "headers" ? null : HttpStatusCode.OK, error.StatusCode);
    }

    [Fact]
    public async Task The_time_limit_is_each_attempts_own()
    {
        var clock = new InstantClock();
        var network = new StubHandler(Answer.Never);
        using var client = A.Client(network, clock, o => o with { Timeout = TimeSpan.FromSeconds(30) });

        var error = await Assert.ThrowsAsync<SsoOidcTimeoutException>(() => client.RegisterClientAsync(A.Registration, A.Ct));

        Assert.Equal(3, network.Requests.Count);
        Assert.Equal(3, error.Metadata.Attempts);
        Assert.Equal([30_000, 50, 30_000, 100, 30_000], clock.Waits.Select(w => w.TotalMilliseconds));
    }

    [Fact]
    public async Task A_token_that_is_cancelled_before_sends_nothing()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);
        var cancelled = new CancellationToken(canceled: true);

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CreateTokenAsync(A.DeviceToken, cancelled));

        Assert.Equal(cancelled, error.CancellationToken);
        Assert.Empty(network.Requests);
    }

    [Theory]
    [InlineData("headers")]
    [InlineData("body")]
    [InlineData("credentials")]
    public async Task Cancelling_ends_the_call_with_the_callers_token(string part)
    {
        using var cancel = new CancellationTokenSource();
        var network = part == "headers"
            ? new StubHandler(Answer.Never)
            : new StubHandler(Answer.Streaming(200, BrokenStream.Hanging("{")));
        IAwsCredentialsProvider credentials = part == "credentials" ? new HangingCredentials() : A.Credentials;
        using var client = A.Client(network, new FakeTimeProvider(), o => o with { Timeout = TimeSpan.FromSeconds(30), Credentials = credentials });

        var call = client.CreateTokenWithIAMAsync(A.IamToken(), cancel.Token);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.True(call.IsCanceled);
    }

    private sealed class HangingCredentials : IAwsCredentialsProvider
    {
        public async ValueTask<AwsCredentials> GetCredentialsAsync(CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return A.Credentials;
        }
    }
}
