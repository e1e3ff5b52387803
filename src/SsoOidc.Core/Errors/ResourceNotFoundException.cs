namespace SsoOidc;

/// <summary>The portal knows no such account or role.</summary>
public sealed class ResourceNotFoundException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public ResourceNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
