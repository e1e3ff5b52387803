namespace SsoOidc;

/// <summary>The service does not know this grant. <c>error</c> is <c>unsupported_grant_type</c>.</summary>
public sealed class UnsupportedGrantTypeException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public UnsupportedGrantTypeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
