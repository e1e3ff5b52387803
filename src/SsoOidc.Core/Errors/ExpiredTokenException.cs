namespace SsoOidc;

/// <summary>The device code has expired: start again (RFC 8628 section 3.5). <c>error</c> is <c>expired_token</c>.</summary>
public sealed class ExpiredTokenException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public ExpiredTokenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
