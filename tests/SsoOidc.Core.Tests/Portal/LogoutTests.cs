using System.Net.Sockets;
using SsoOidc.Portal;

namespace SsoOidc.Tests.Portal;

/// <summary>The log-out goes through the loop that all calls go through.</summary>
public sealed class LogoutTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task It_is_tried_again_when_the_trouble_may_pass(int status)
    {
        var network = new StubHandler(Answer.Status(status), Answer.Status(status), Answer.Ok());

        var result = await LogoutAsync(network);

        Assert.Equal((true, null), (result.IsOver, result.Reason));
        Assert.Equal(["t", "t", "t"], network.Requests.Select(request => request.Header("x-amz-sso_bearer_token")));
    }

    [Fact]
    public async Task It_is_sent_as_often_as_the_options_say_and_then_tells_why_it_failed()
    {
        var network = new StubHandler(Answer.Status(503));

        var result = await LogoutAsync(network, o => o with { MaxAttempts = 2 });

        Assert.Equal((false, "portal.sso.eu-west-1.amazonaws.com answered 503"), (result.IsOver, result.Reason));
        Assert.Equal(2, network.Requests.Count);
    }

    [Fact]
    public async Task A_session_that_an_attempt_ended_whose_answer_was_lost_was_ended_now()
    {
        var result = await LogoutAsync(new StubHandler(Answer.Throws(new HttpRequestException("Lost.")), Answer.Status(401)));

        Assert.Equal((true, null), (result.IsOver, result.Reason));
    }

    [Fact]
    public async Task A_session_that_is_over_at_the_second_attempt_was_so_if_the_first_was_refused()
    {
        var result = await LogoutAsync(new StubHandler(Answer.Status(503), Answer.Status(401)));

        Assert.Equal((true, "the session was over already"), (result.IsOver, result.Reason));
    }

    [Fact]
    public async Task A_connection_that_is_reset_at_once_is_a_reason_and_no_bare_exception()
    {
        var result = await LogoutAsync(new StubHandler(Answer.Throws(new SocketException((int)SocketError.ConnectionReset))));

        Assert.False(result.IsOver);
        Assert.StartsWith("no answer from portal.sso.eu-west-1.amazonaws.com: ", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(401)]
    [InlineData(503)]
    public async Task Ctrl_C_in_the_body_of_the_answer_is_a_cancellation_and_no_end_of_the_session(int status)
    {
        using var stop = new CancellationTokenSource();

        var leaving = LogoutAsync(new StubHandler(Answer.Streaming(status, BrokenStream.Hanging("{"))), cancellationToken: stop.Token);
        Assert.False(leaving.IsCompleted);
        await stop.CancelAsync();

        Assert.Equal(stop.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving)).CancellationToken);
    }

    [Fact]
    public async Task No_answer_in_time_is_told_with_the_time()
    {
        var clock = new InstantClock();

        var result = await LogoutAsync(new StubHandler(Answer.Never), o => o with { TimeProvider = clock, Timeout = TimeSpan.FromSeconds(30) });

        Assert.Equal((false, "no answer from portal.sso.eu-west-1.amazonaws.com within 30 s"), (result.IsOver, result.Reason));
        Assert.Equal(3, clock.Waits.Count(wait => wait == TimeSpan.FromSeconds(30)));
    }

    private static Task<LogoutResult> LogoutAsync(
        StubHandler network, Func<SsoOidcClientOptions, SsoOidcClientOptions>? with = null, CancellationToken? cancellationToken = null)
    {
        var options = new SsoOidcClientOptions { Region = A.Region, HttpMessageHandler = network, TimeProvider = new InstantClock(), Timeout = Timeout.InfiniteTimeSpan, Random = () => 1 };
        options = with is null ? options : with(options);
        return new PortalClient(PortalClient.EndpointOf(options.Region, null, options.UseFips, null, false), options).LogoutAsync("t", cancellationToken ?? A.Ct);
    }
}
