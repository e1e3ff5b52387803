using SsoOidc.Credentials;



namespace SsoOidc.Tests.Credentials;

public sealed class SourceCacheTests
{
    private readonly CredentialFixture.ShortWaitClock _clock = new();
    private readonly SourceCache _cache = new();

    [Fact]
    public async Task Credentials_are_kept_until_5_minutes_before_they_end()
    {
        var source = new Source(TimeSpan.FromMinutes(15), _clock);

        Assert.Equal("K1", await KeyOf(source));
        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal("K1", await KeyOf(source));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("K2", await KeyOf(source));
    }

    [Fact]
    public async Task What_has_no_end_or_is_not_to_be_kept_is_asked_for_again()
    {
        var lasting = new Source(null, _clock);
        await KeyOf(lasting);
        Assert.Equal("K2", await KeyOf(lasting));

        var uncached = new Source(TimeSpan.FromHours(1), _clock) { Identity = "other", IsCacheable = false };
        await KeyOf(uncached);
        Assert.Equal("K2", await KeyOf(uncached));
    }

    [Fact]
    public async Task Sources_are_told_apart_by_their_identity()
    {
        await KeyOf(new Source(TimeSpan.FromHours(1), _clock) { Prefix = "A" });

        Assert.Equal("A1", await KeyOf(new Source(TimeSpan.FromHours(1), _clock) { Prefix = "B" }));
        Assert.Equal("C1", await KeyOf(new Source(TimeSpan.FromHours(1), _clock) { Prefix = "C", Identity = "c" }));
    }

    [Fact]
    public async Task Calls_at_the_same_time_ask_the_source_once()
    {
        var gate = new TaskCompletionSource();
        var source = new Source(TimeSpan.FromHours(1), _clock) { Gate = gate.Task };

        var calls = Enumerable.Range(0, 20).Select(_ => KeyOf(source)).ToList();
        gate.SetResult();

        Assert.All(await Task.WhenAll(calls), key => Assert.Equal("K1", key));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_leaves_the_others_their_turn()
    {
        var gate = new TaskCompletionSource();
        var source = new Source(TimeSpan.FromHours(1), _clock) { Gate = gate.Task };
        using var stop = new CancellationTokenSource();

        var first = _cache.GetAsync(source, _clock, stop.Token);
        var second = KeyOf(source);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();

        Assert.Equal("K2", await second);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        var source = new Source(TimeSpan.FromHours(1), _clock) { Failures = 1 };

        await Assert.ThrowsAsync<CredentialsException>(() => KeyOf(source));
        Assert.Equal("K2", await KeyOf(source));
    }

    private async Task<string> KeyOf(Source source) => (await _cache.GetAsync(source, _clock, TestContext.Current.CancellationToken)).AccessKeyId;

    private sealed class Source(TimeSpan? lifetime, TimeProvider clock) : ICredentialSource
    {
        private int _count;

        public string Prefix { get; init; } = "K";

        public Task Gate { get; init; } = Task.CompletedTask;

        public int Failures { get; init; }

        public string Description => "test";

        public string Identity { get; init; } = "test";

        public bool IsCacheable { get; init; } = true;

        public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _count);
            await Gate.WaitAsync(cancellationToken);
            return number > Failures
                ? new AwsCredentials($"{Prefix}{number}", "s", "t", clock.GetUtcNow() + lifetime)
                : throw new CredentialsException("test", "failed");
        }
    }
}
