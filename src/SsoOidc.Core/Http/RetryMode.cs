namespace SsoOidc;

/// <summary>How failed attempts are spaced (<c>AWS_RETRY_MODE</c>).</summary>
public enum RetryMode
{
    /// <summary>The standard mode of 2026: from 50 ms doubling to 20 s, from 1 s when throttled, with full jitter.</summary>
    Standard,

    /// <summary>The standard mode before 2026: from 1 s doubling to 20 s, with full jitter.</summary>
    Legacy,

    /// <summary>The standard mode with a limit on the client's own rate, which falls when the service throttles and may delay first attempts as well.</summary>
    Adaptive,
}
