using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Reliability.Support;

/// <summary>
/// A clock on which the wait before a retry is over at once, and the time limit of an attempt passes only when the test says that the
/// attempt has come to where it hangs.
/// </summary>
internal sealed class StepClock : FakeTimeProvider, IDisposable
{
    /// <summary>Longer than any wait before a retry (25 s); three of them leave a signature valid (5 minutes).</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _end = new();
    private int _limits;
    private int _first;

    public StepClock()
        : base(Now)
    {
    }

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whether the n-th attempt, from 1, hangs.</summary>
    public Func<int, bool> Hangs { get; set; } = _ => false;

    /// <summary>Counts the attempts anew.</summary>
    public void Restart() => _first = _limits;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime >= Limit)
            _ = PassLimitAsync(Interlocked.Increment(ref _limits), dueTime);
        else if (dueTime != Timeout.InfiniteTimeSpan)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task PassLimitAsync(int attempt, TimeSpan limit)
    {
        var end = _end.Token;
        // An attempt that ended well leaves this waiting until the next begins or the test is over.
        while (_limits == attempt && !end.IsCancellationRequested)
        {
            if (attempt > _first && Hangs(attempt - _first))
            {
                Advance(limit);
                return;
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
