namespace SsoOidc;

/// <summary>No complete answer arrived in time (<see cref="SsoOidcClientOptions.Timeout"/>). Not a cancellation: that is an <see cref="OperationCanceledException"/>.</summary>
public sealed class SsoOidcTimeoutException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SsoOidcTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
