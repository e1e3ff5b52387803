using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Tests;

/// <summary>A clock on which short waits are over at once, and longer ones, which are limits, never come by themselves.</summary>
internal sealed class PollingClock : FakeTimeProvider
{
    // The countdown's tick, by which the waits between polls are divided.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    public PollingClock()
        : base(InstantClock.Now)
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan && dueTime <= LongestWait)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
