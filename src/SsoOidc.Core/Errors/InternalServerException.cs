namespace SsoOidc;

/// <summary>The service failed; retried like any 500. <c>error</c> is <c>server_error</c>.</summary>
public sealed class InternalServerException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InternalServerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
