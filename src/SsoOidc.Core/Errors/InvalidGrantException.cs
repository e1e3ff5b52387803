namespace SsoOidc;

/// <summary>The code, token or assertion is wrong, expired, used before or of another client. <c>error</c> is <c>invalid_grant</c>.</summary>
public sealed class InvalidGrantException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidGrantException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
