namespace SsoOidc;

/// <summary>The client may not use this grant. <c>error</c> is <c>unauthorized_client</c>.</summary>
public sealed class UnauthorizedClientException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public UnauthorizedClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
