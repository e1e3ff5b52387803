using System.Collections.Concurrent;
using SsoOidc.Base;

namespace SsoOidc.Portal;

/// <summary>
/// Spreads the reads of a portal over time: the service takes about 20 a second over all of them, and tools that storm it fail. A read that
/// is refused all the same slows the pace down, which then recovers.
/// </summary>
internal sealed class RequestPacer(TimeProvider time)
{
    /// <summary>Reads a second: so far below the service's limit that two which the network brings closer together pass.</summary>
    public const double FullPace = 18;

    private const double LeastPace = 1, Slowing = 0.6, RecoveryPerSecond = 0.5;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1), LongestRest = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<string, RequestPacer> Shared = new(StringComparer.OrdinalIgnoreCase);

    private readonly object _lock = new();
    private readonly long _origin = time.GetTimestamp();
    private double _pace = FullPace;
    private TimeSpan _paceSince;
    private TimeSpan _next;

    private SemaphoreSlim Gate { get; } = new(1, 1);

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>The one of the process for a portal.</summary>
    public static RequestPacer Of(Uri portal) => Shared.GetOrAdd(portal.Authority, static _ => new RequestPacer(TimeProvider.System));

    /// <summary>Waits for a turn, in the order of the callers.</summary>
    /// <returns>The turn, for <see cref="SlowDown"/>.</returns>
    public async Task<TimeSpan> TakeTurnAsync(CancellationToken cancellationToken)
    {
        // Who is next waits alone: a caller that gives up costs nobody a turn, and a new pace holds from the next turn on.
        await Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            TimeSpan turn;
            while (!TryTake(out turn))
                await Platform.Delay(WholeMilliseconds(turn), time, cancellationToken).ConfigureAwait(false);
            return turn;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Tells that the read of a turn was refused as one too many. Those that were under way with it tell the same, which slows down once.</summary>
    /// <param name="turn">The turn of the read.</param>
    /// <param name="wanted">The rest that the service asked for.</param>
    public void SlowDown(TimeSpan turn, TimeSpan? wanted)
    {
        lock (_lock)
        {
            if (turn < _paceSince)
                return;
            var now = Now;
            _pace = Math.Max(LeastPace, PaceAt(now) * Slowing);
            _paceSince = now;
            var rest = wanted is { } asked && asked > Rest ? asked < LongestRest ? asked : LongestRest : Rest;
            _next = now + rest;
        }
    }

    /// <summary>Takes the turn that is due, or tells the time until it is.</summary>
    private bool TryTake(out TimeSpan turn)
    {
        lock (_lock)
        {
            var now = Now;
            turn = _next - now;
            if (turn > TimeSpan.Zero)
                return false;
            // A timer that rang late, by the clock's grain, is made good by the next turn.
            var interval = TimeSpan.FromSeconds(1 / PaceAt(now));
            _next = (_next > now - interval ? _next : now - interval) + interval;
            turn = now;
            return true;
        }
    }

    private double PaceAt(TimeSpan now) => Math.Min(FullPace, _pace + (now - _paceSince).TotalSeconds * RecoveryPerSecond);

    // A timer takes no less, and would ring at once.
    private static TimeSpan WholeMilliseconds(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
