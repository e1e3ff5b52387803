namespace SsoOidc;

/// <summary>The client could not be registered as asked. <c>error</c> is <c>invalid_client_metadata</c>.</summary>
public sealed class InvalidClientMetadataException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidClientMetadataException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
