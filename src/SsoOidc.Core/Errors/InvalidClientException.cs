namespace SsoOidc;

/// <summary>The client id or secret is wrong or has expired: register again. <c>error</c> is <c>invalid_client</c>.</summary>
public sealed class InvalidClientException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
