namespace SsoOidc;

/// <summary>A scope is unknown or not allowed. <c>error</c> is <c>invalid_scope</c>.</summary>
public sealed class InvalidScopeException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidScopeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
