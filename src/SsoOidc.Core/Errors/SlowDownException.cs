namespace SsoOidc;

/// <summary>Polled too fast: add 5 seconds to the interval for good (RFC 8628 section 3.5). <c>error</c> is <c>slow_down</c>.</summary>
public sealed class SlowDownException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SlowDownException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
