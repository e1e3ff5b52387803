namespace SsoOidc;

/// <summary>The request went to the wrong region. <c>error</c> is <c>invalid_request</c>.</summary>
public sealed class InvalidRequestRegionException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidRequestRegionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The endpoint where the request belongs.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The region where the request belongs.</summary>
    public string? Region { get; init; }
}
