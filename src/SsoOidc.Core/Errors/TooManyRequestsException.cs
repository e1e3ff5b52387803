namespace SsoOidc;

/// <summary>The portal refused a request as one too many, and went on to do so for minutes.</summary>
public sealed class TooManyRequestsException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public TooManyRequestsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
