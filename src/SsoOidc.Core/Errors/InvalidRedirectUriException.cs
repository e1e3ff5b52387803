namespace SsoOidc;

/// <summary>A redirect URI is not allowed. <c>error</c> is <c>invalid_redirect_uri</c>.</summary>
public sealed class InvalidRedirectUriException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidRedirectUriException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
