namespace SsoOidc.Http;

/// <summary>
/// The token bucket that bounds the retries of a client: a service that only fails gets 500/14 retries, then one attempt
/// a call until something succeeds. Thread-safe.
/// </summary>
internal sealed class RetryQuota
{
    /// <summary>Tokens of a full bucket.</summary>
    public const int Capacity = 500;

    private int _available = Capacity;

    public bool TryTake(int cost)
    {
        int available;
        do
        {
            available = Volatile.Read(ref _available);
            if (available < cost)
                return false;
        }
        while (Interlocked.CompareExchange(ref _available, available - cost, available) != available);
        return true;
    }

    /// <summary>Gives back what the last retry of a call that succeeded took, or 1 for a call that needed none.</summary>
    public void Return(int tokens)
    {
        int available;
        do
        {
            available = Volatile.Read(ref _available);
            if (available == Capacity)
                return;
        }
        while (Interlocked.CompareExchange(ref _available, Math.Min(Capacity, available + tokens), available) != available);
    }
}
