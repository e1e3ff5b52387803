namespace SsoOidc;

/// <summary>An answer arrived that is not one of the service: not JSON, cut short, over 1 MiB, members of a wrong type.</summary>
public sealed class SsoOidcResponseException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SsoOidcResponseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
