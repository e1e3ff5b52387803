using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Tests;

/// <summary>A clock on which every wait is over at once: a timer moves the time to its due moment. The waits are kept.</summary>
public sealed class InstantClock : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public InstantClock()
        : base(Now)
    {
    }

    public static DateTimeOffset Now { get; } = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A timer of just this length is a limit and no wait: it ends when <see cref="Answer.NotWithin"/> says so, not at once.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>How far the wall clock was set; timers and the monotonic clock know nothing of it.</summary>
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan && dueTime != Limit)
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
