namespace SsoOidc.FakeEndpoint.Operations;

/// <summary>A bucket that fills evenly and holds one second's worth. Not thread safe.</summary>
internal sealed class RateLimit(int perSecond, TimeProvider time)
{
    private double _available = perSecond;
    private long _filled = time.GetTimestamp();

    public bool TryTake()
    {
        if (perSecond == 0)
            return true;
        var now = time.GetTimestamp();
        _available = Math.Min(perSecond, _available + time.GetElapsedTime(_filled, now).TotalSeconds * perSecond);
        _filled = now;
        // A clock's ticks do not add up to whole requests.
        if (_available < 1 - 1e-6)
            return false;
        _available--;
        return true;
    }
}
