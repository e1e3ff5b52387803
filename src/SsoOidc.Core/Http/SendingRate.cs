namespace SsoOidc.Http;

/// <summary>
/// The client's own limit in the adaptive mode, as the SDKs have it: off until the service throttles, then a token bucket whose rate falls
/// to 0.7 of what was sent, and rises again along a cubic curve. Thread-safe.
/// </summary>
internal sealed class SendingRate(TimeProvider time)
{
    private const double LeastRate = 0.5, LeastCapacity = 1, Smoothing = 0.8, Decrease = 0.7, Steepness = 0.4;

    private readonly object _lock = new();
    private readonly long _start = time.GetTimestamp();
    private bool _isLimited;
    private double _rate, _capacity, _tokens, _filledAt, _bucket, _count, _lastMaximum, _lastThrottled, _window;

    /// <summary>Requests a second that are let through; 0 before the first throttling.</summary>
    public double Rate => _isLimited ? _rate : 0;

    /// <summary>Requests a second that were sent, smoothed.</summary>
    public double Measured { get; private set; }

    private double Now => time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Takes the right to one request.</summary>
    /// <returns>The wait before it may be sent.</returns>
    public TimeSpan Take()
    {
        lock (_lock)
        {
            if (!_isLimited)
                return TimeSpan.Zero;
            Fill();
            // Below zero, the next one waits behind this one.
            _tokens--;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / _rate);
        }
    }

    /// <summary>Learns from an answer, or from there being none.</summary>
    public void Learn(bool isThrottled)
    {
        lock (_lock)
        {
            Measure();
            double rate;
            if (isThrottled)
            {
                _lastMaximum = _isLimited ? Math.Min(Measured, _rate) : Measured;
                _lastThrottled = Now;
                _window = Window();
                rate = _lastMaximum * Decrease;
                _isLimited = true;
            }
            else
            {
                _window = Window();
                rate = Steepness * Math.Pow(Now - _lastThrottled - _window, 3) + _lastMaximum;
            }

            rate = Math.Min(rate, 2 * Measured);
            Fill();
            _rate = Math.Max(rate, LeastRate);
            _capacity = Math.Max(rate, LeastCapacity);
            _tokens = Math.Min(_tokens, _capacity);
        }
    }

    /// <summary>The time that the curve takes to come back to the last maximum.</summary>
    private double Window() => Math.Pow(_lastMaximum * (1 - Decrease) / Steepness, 1.0 / 3);

    private void Fill()
    {
        var now = Now;
        _tokens = Math.Min(_capacity, _tokens + (now - _filledAt) * _rate);
        _filledAt = now;
    }

    /// <summary>Counts in halves of seconds.</summary>
    private void Measure()
    {
        _count++;
        var bucket = Math.Floor(Now * 2) / 2;
        if (bucket <= _bucket)
            return;
        Measured = _count / (bucket - _bucket) * Smoothing + Measured * (1 - Smoothing);
        _count = 0;
        _bucket = bucket;
    }
}
