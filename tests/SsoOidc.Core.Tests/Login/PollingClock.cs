using Microsoft.Extensions.Time.Testing;

namespace SsoOidc.Tests.Login;

/// <summary>A clock on which short waits are over at once, and longer ones, which are limits, never come by themselves.</summary>
internal sealed class PollingClock : FakeTimeProvider
{
    private readonly TimeSpan _longestWait;

    public PollingClock(TimeSpan longestWait)
        : base(InstantClock.Now)
    {
        _longestWait = longestWait;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan && dueTime <= _longestWait)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
