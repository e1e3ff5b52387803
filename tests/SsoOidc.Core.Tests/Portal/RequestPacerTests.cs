using SsoOidc.Portal;

namespace SsoOidc.Tests.Portal;

public sealed class RequestPacerTests
{
    private readonly InstantClock _clock = new();
    private readonly long _start;

    public RequestPacerTests() => _start = _clock.GetTimestamp();

    [Fact]
    public async Task The_first_read_does_not_wait()
    {
        await new RequestPacer(_clock).TakeTurnAsync(A.Ct);

        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Reads_are_spread_over_time_below_twenty_a_second()
    {
        var turns = await TakeAsync(new RequestPacer(_clock), 181);

        Assert.InRange(turns[^1].TotalSeconds, 9.9, 10.1);
        foreach (var turn in turns)
            Assert.InRange(turns.Count(other => other >= turn && other < turn + TimeSpan.FromSeconds(1)), 0, 19);
    }

    [Fact]
    public async Task A_timer_that_rings_late_costs_no_pace()
    {
        var late = new LateClock();
        var start = late.GetTimestamp();
        var pacer = new RequestPacer(late);

        for (var i = 0; i < 181; i++)
            await pacer.TakeTurnAsync(A.Ct);

        Assert.InRange(late.GetElapsedTime(start).TotalSeconds, 9.9, 10.2);
    }

    [Fact]
    public async Task Time_without_reads_is_not_saved_up()
    {
        var pacer = new RequestPacer(_clock);
        await pacer.TakeTurnAsync(A.Ct);
        _clock.Advance(TimeSpan.FromMinutes(1));

        var turns = await TakeAsync(pacer, 19);

        Assert.InRange((turns[^1] - turns[0]).TotalSeconds, 0.9, 1.1);
    }

    [Fact]
    public async Task A_refusal_rests_a_second_and_slows_the_pace_down_which_then_recovers()
    {
        var pacer = new RequestPacer(_clock);
        var refused = await pacer.TakeTurnAsync(A.Ct);
        var at = _clock.GetElapsedTime(_start);

        pacer.SlowDown(refused, null);
        var turns = await TakeAsync(pacer, 400);

        Assert.Equal(1, (turns[0] - at).TotalSeconds, 2);
        // 0.6 of 18 a second, and half a read a second more with each second.
        Assert.InRange(turns.Count(turn => turn >= turns[0] && turn < turns[0] + TimeSpan.FromSeconds(1)), 10, 13);
        Assert.InRange(turns.Count(turn => turn >= turns[0] + TimeSpan.FromSeconds(16) && turn < turns[0] + TimeSpan.FromSeconds(17)), 17, 19);
    }

    [Fact]
    public async Task Reads_that_were_under_way_together_slow_the_pace_down_once()
    {
        var pacer = new RequestPacer(_clock);
        var turns = await TakeAsync(pacer, 12, _ => { });
        _clock.Advance(TimeSpan.FromMilliseconds(200));

        foreach (var turn in turns)
            pacer.SlowDown(turn, null);
        var after = await TakeAsync(pacer, 20);

        Assert.InRange((after[^1] - after[0]).TotalSeconds, 1.4, 1.9);
    }

    [Fact]
    public async Task However_often_it_is_refused_a_read_a_second_is_tried()
    {
        var pacer = new RequestPacer(_clock);
        for (var i = 0; i < 30; i++)
            pacer.SlowDown(await pacer.TakeTurnAsync(A.Ct), null);

        var turns = await TakeAsync(pacer, 2);

        Assert.InRange((turns[1] - turns[0]).TotalSeconds, 0.5, 1);
    }

    [Theory]
    [InlineData(0.2, 1)]
    [InlineData(5, 5)]
    [InlineData(2_000_000, 20)]
    public async Task The_rest_that_the_service_asks_for_counts_within_bounds(double asked, double rest)
    {
        var pacer = new RequestPacer(_clock);
        var refused = await pacer.TakeTurnAsync(A.Ct);
        var at = _clock.GetElapsedTime(_start);

        pacer.SlowDown(refused, TimeSpan.FromSeconds(asked));

        Assert.Equal(rest, (await TakeAsync(pacer, 1))[0].TotalSeconds - at.TotalSeconds, 2);
    }

    [Fact]
    public async Task Who_gives_up_costs_nobody_a_turn()
    {
        var pacer = new RequestPacer(_clock);
        await pacer.TakeTurnAsync(A.Ct);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        for (var i = 0; i < 50; i++)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pacer.TakeTurnAsync(cancelled.Token));
        await pacer.TakeTurnAsync(A.Ct);

        Assert.InRange(_clock.GetElapsedTime(_start).TotalSeconds, 0.05, 0.06);
    }

    [Fact]
    public void There_is_one_for_each_portal()
    {
        var portal = new Uri("https://portal.sso.eu-west-1.amazonaws.com/");

        Assert.Same(RequestPacer.Of(portal), RequestPacer.Of(new Uri(portal, "/elsewhere")));
        Assert.NotSame(RequestPacer.Of(portal), RequestPacer.Of(new Uri("https://portal.sso.us-east-1.amazonaws.com/")));
    }

    private async Task<List<TimeSpan>> TakeAsync(RequestPacer pacer, int count, Action<TimeSpan>? each = null)
    {
        var turns = new List<TimeSpan>();
        for (var i = 0; i < count; i++)
        {
            var turn = await pacer.TakeTurnAsync(A.Ct);
            each?.Invoke(turn);
            turns.Add(each is null ? _clock.GetElapsedTime(_start) : turn);
        }

        return turns;
    }

    /// <summary>A clock whose timers ring 15 ms late, as those of Windows do.</summary>
    private sealed class LateClock() : Microsoft.Extensions.Time.Testing.FakeTimeProvider(InstantClock.Now)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime + TimeSpan.FromMilliseconds(15)));
            return timer;
        }
    }
}
