namespace SsoOidc;

/// <summary>No answer arrived: the name did not resolve, the connection was refused or broke, TLS failed.</summary>
public sealed class SsoOidcConnectionException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SsoOidcConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
