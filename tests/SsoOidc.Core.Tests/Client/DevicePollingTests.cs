using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Tests.Client;

public sealed class DevicePollingTests
{
    private static readonly Func<HttpResponseMessage> Pending = Answer.Error("AuthorizationPendingException", 400, "authorization_pending");
    private static readonly Func<HttpResponseMessage> SlowDown = Answer.Error("SlowDownException", 400, "slow_down");
    private static readonly Func<HttpResponseMessage> Approved = Answer.Ok("""{"accessToken":"at"}""");

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 7)]
    [InlineData(null, 5)]
    [InlineData(0, 5)]
    [InlineData(-3, 5)]
    public async Task The_interval_is_waited_before_each_poll(int? interval, int seconds)
    {
        var clock = new InstantClock();
        var network = new StubHandler(Pending, Pending, Approved);
        using var client = A.Client(network, clock);

        var token = await client.PollForTokenAsync(A.DeviceToken, interval, null, cancellationToken: A.Ct);

        Assert.Equal("at", token.AccessToken);
        Assert.Equal(3, network.Requests.Count);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(seconds), 3), clock.Waits);
        Assert.All(network.Requests, r => Assert.Equal("attempt=1; max=1", r.Header("amz-sdk-request")));
    }

    [Fact]
    public async Task Each_slow_down_adds_five_seconds_for_good()
    {
        var clock = new InstantClock();
        using var client = A.Client(new StubHandler(SlowDown, Pending, SlowDown, Pending, Approved), clock);

        await client.PollForTokenAsync(A.DeviceToken, 1, null, cancellationToken: A.Ct);

        Assert.Equal([1, 6, 6, 11, 11], clock.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task A_timeout_doubles_the_interval()
    {
        var clock = new InstantClock { Limit = TimeSpan.FromSeconds(30) };
        var network = new StubHandler(Answer.NotWithin(clock), Answer.NotWithin(clock), Pending.AtOnce(), Approved.AtOnce());
        using var client = A.Client(network, clock, o => o with { Timeout = TimeSpan.FromSeconds(30) });

        await client.PollForTokenAsync(A.DeviceToken, 2, null, cancellationToken: A.Ct);

        Assert.Equal([2, 4, 8, 8], clock.Waits.Select(w => w.TotalSeconds));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_wall_clock_that_is_set_neither_stops_the_polling_nor_ends_it(int hours)
    {
        var clock = new InstantClock();
        var network = new StubHandler(
            () =>
            {
                clock.Shift = TimeSpan.FromHours(hours);
                return Pending();
            },
            Pending,
            Approved);
        using var client = A.Client(network, clock);

        await client.PollForTokenAsync(A.DeviceToken, 3, InstantClock.Now.AddMinutes(10), new Reports(), A.Ct);

        Assert.Equal(3, network.Requests.Count);
        Assert.Equal(9, clock.Waits.Sum(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task The_code_is_not_polled_when_it_will_have_expired_by_then()
    {
        var clock = new InstantClock();
        var network = new StubHandler(Pending);
        using var client = A.Client(network, clock);

        var error = await Assert.ThrowsAsync<ExpiredTokenException>(() =>
            client.PollForTokenAsync(A.DeviceToken, 5, InstantClock.Now.AddSeconds(20), cancellationToken: A.Ct));

        // At 5, 10, 15 and 20 s.
        Assert.Equal(4, network.Requests.Count);
        Assert.Equal("The device code expired before the login was approved. Start again for a new code.", error.Message);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task A_code_that_has_expired_already_is_not_polled_at_all()
    {
        var clock = new InstantClock();
        var network = new StubHandler(Approved);
        using var client = A.Client(network, clock);

        await Assert.ThrowsAsync<ExpiredTokenException>(() => client.PollForTokenAsync(A.DeviceToken, 5, InstantClock.Now.AddSeconds(4), cancellationToken: A.Ct));

        Assert.Empty(network.Requests);
        Assert.Empty(clock.Waits);
    }

    public static TheoryData<string> PassingFailures => ["500", "502", "503", "504", "429", "throttling", "lost", "cut"];

    [Theory]
    [MemberData(nameof(PassingFailures))]
    public async Task A_poll_that_fails_in_passing_is_followed_by_the_next(string failure)
    {
        var clock = new InstantClock();
        var network = new StubHandler(Failure(failure), Failure(failure), Pending, Approved);
        using var client = A.Client(network, clock);

        await client.PollForTokenAsync(A.DeviceToken, 3, null, cancellationToken: A.Ct);

        Assert.Equal([3, 3, 3, 3], clock.Waits.Select(w => w.TotalSeconds));
    }

    [Fact]
    public async Task When_the_code_expires_amid_failures_the_last_one_is_told()
    {
        using var client = A.Client(new StubHandler(Answer.Error("InternalServerException", 500, "server_error", "Out of order")), new InstantClock());

        var error = await Assert.ThrowsAsync<ExpiredTokenException>(() =>
            client.PollForTokenAsync(A.DeviceToken, 5, InstantClock.Now.AddSeconds(12), cancellationToken: A.Ct));

        Assert.Equal("The device code expired before the login was approved; the last poll failed: Out of order", error.Message);
        Assert.IsType<InternalServerException>(error.InnerException);
    }

    [Theory]
    [InlineData("AccessDeniedException", 400, typeof(AccessDeniedException))]
    [InlineData("ExpiredTokenException", 400, typeof(ExpiredTokenException))]
    [InlineData("InvalidClientException", 401, typeof(InvalidClientException))]
    [InlineData("InvalidGrantException", 400, typeof(InvalidGrantException))]
    [InlineData("UnauthorizedClientException", 400, typeof(UnauthorizedClientException))]
    [InlineData("NotFound", 404, typeof(SsoOidcException))]
    [InlineData("AccessDenied", 403, typeof(SsoOidcException))]
    public async Task A_refusal_ends_the_polling(string code, int status, Type type)
    {
        var network = new StubHandler(Pending, Answer.Error(code, status, "", "No."), Approved);
        using var client = A.Client(network, new InstantClock());

        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.PollForTokenAsync(A.DeviceToken, 1, null, cancellationToken: A.Ct));

        Assert.IsType(type, error);
        Assert.Equal("No.", error.Message);
        Assert.Equal("r-1", error.RequestId);
        Assert.Equal(2, network.Requests.Count);
    }

    [Fact]
    public async Task An_answer_of_something_else_ends_the_polling()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("<html>")), new InstantClock());

        await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.PollForTokenAsync(A.DeviceToken, 1, null, cancellationToken: A.Ct));
    }

    [Fact]
    public async Task Progress_is_told_about_every_second()
    {
        var clock = new InstantClock();
        var reports = new Reports();
        using var client = A.Client(new StubHandler(Pending, Answer.Status(503), Approved), clock);

        await client.PollForTokenAsync(A.DeviceToken, 2, InstantClock.Now.AddSeconds(600), reports, A.Ct);

        Assert.Equal([0, 0, 1, 1, 2, 2], reports.Select(r => r.Polls));
        Assert.Equal([600, 599, 598, 597, 596, 595], reports.Select(r => r.Remaining.TotalSeconds));
        Assert.All(reports, r => Assert.Equal(TimeSpan.FromSeconds(600), r.Lifetime));
        Assert.All(reports, r => Assert.Equal(TimeSpan.FromSeconds(2), r.Interval));
        Assert.All(reports.Take(4), r => Assert.Null(r.LastFailure));
        Assert.All(reports.Skip(4), r => Assert.Equal(HttpStatusCode.ServiceUnavailable, r.LastFailure?.StatusCode));
        Assert.All(clock.Waits, w => Assert.Equal(TimeSpan.FromSeconds(1), w));
    }

    [Fact]
    public async Task A_failure_is_told_until_the_next_answer()
    {
        var reports = new Reports();
        using var client = A.Client(new StubHandler(Answer.Status(503), Pending, Answer.Status(500), SlowDown, Approved), new InstantClock());

        await client.PollForTokenAsync(A.DeviceToken, 1, null, reports, A.Ct);

        Assert.Equal([null, 503, null, 500, null], reports.GroupBy(r => r.Polls).Select(g => (int?)g.First().LastFailure?.StatusCode));
    }

    [Fact]
    public async Task Progress_without_a_deadline_has_no_end()
    {
        var reports = new Reports();
        using var client = A.Client(new StubHandler(Approved), new InstantClock());

        await client.PollForTokenAsync(A.DeviceToken, 1, null, reports, A.Ct);

        var report = Assert.Single(reports);
        Assert.Equal(Timeout.InfiniteTimeSpan, report.Remaining);
        Assert.Equal(Timeout.InfiniteTimeSpan, report.Lifetime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_the_wait_at_once(bool withProgress)
    {
        using var cancel = new CancellationTokenSource();
        var network = new StubHandler(Approved);
        using var client = A.Client(network, new FakeTimeProvider());

        var polling = client.PollForTokenAsync(A.DeviceToken, 5, null, withProgress ? new Reports() : null, cancel.Token);
        Assert.False(polling.IsCompleted);
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polling)).CancellationToken);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_a_poll_at_once()
    {
        using var cancel = new CancellationTokenSource();
        var polled = new TaskCompletionSource();
        using var client = A.Client(new StubHandler((sent, token) =>
        {
            polled.SetResult();
            return Answer.Never(sent, token);
        }));

        var polling = client.PollForTokenAsync(A.DeviceToken, 5, null, cancellationToken: cancel.Token);
        await polled.Task;
        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polling)).CancellationToken);
    }

    [Fact]
    public async Task The_longest_interval_is_a_wait_and_not_an_error()
    {
        using var cancel = new CancellationTokenSource();
        using var client = A.Client(new StubHandler(Approved), new FakeTimeProvider());

        var polling = client.PollForTokenAsync(A.DeviceToken, int.MaxValue, null, cancellationToken: cancel.Token);

        Assert.False(polling.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => polling);
    }

    [Fact]
    public async Task A_wait_of_days_is_waited_to_its_end()
    {
        var clock = new InstantClock();
        using var client = A.Client(new StubHandler(Approved), clock);

        await client.PollForTokenAsync(A.DeviceToken, 3 * 86_400 + 1, null, cancellationToken: A.Ct);

        Assert.Equal(TimeSpan.FromSeconds(3 * 86_400 + 1), clock.GetUtcNow() - InstantClock.Now);
    }

    [Fact]
    public async Task What_is_missing_is_told_before_any_wait()
    {
        var clock = new InstantClock();
        var client = A.Client(new StubHandler(Approved), clock);

        await Assert.ThrowsAsync<ArgumentNullException>(() => DevicePolling.PollForTokenAsync(null!, A.DeviceToken, 1, null, cancellationToken: A.Ct));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.PollForTokenAsync(null!, 1, null, cancellationToken: A.Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => client.PollForTokenAsync(A.DeviceToken with { ClientSecret = null }, 1, null, cancellationToken: A.Ct));
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.PollForTokenAsync(A.DeviceToken, 1, null, cancellationToken: A.Ct));
        Assert.Empty(clock.Waits);
    }

    private static Func<HttpResponseMessage> Failure(string failure) => failure switch
    {
        "throttling" => Answer.Error("ThrottlingException", 400),
        "lost" => Answer.Throws(new HttpRequestException("m")),
        "cut" => Answer.Streaming(503, BrokenStream.EndingIn("{", new IOException("cut"))),
        _ => Answer.Status(int.Parse(failure, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private sealed class Reports : List<DevicePollStatus>, IProgress<DevicePollStatus>
    {
        public void Report(DevicePollStatus value) => Add(value);
    }
}
