namespace SsoOidc;

/// <summary>No answer arrived: the name did not resolve, the connection was refused or broke, TLS failed.</summary>
public sealed class SsoOidcConnectionException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SsoOidcConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>No complete answer arrived in time (<see cref="SsoOidcClientOptions.Timeout"/>). Not a cancellation: that is an <see cref="OperationCanceledException"/>.</summary>
public sealed class SsoOidcTimeoutException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SsoOidcTimeoutException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>An answer arrived that is not one of the service: not JSON, cut short, over 1 MiB, members of a wrong type.</summary>
public sealed class SsoOidcResponseException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SsoOidcResponseException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
