namespace SsoOidc;

/// <summary>The person has not approved yet: poll again (RFC 8628 section 3.5). <c>error</c> is <c>authorization_pending</c>.</summary>
public sealed class AuthorizationPendingException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public AuthorizationPendingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
