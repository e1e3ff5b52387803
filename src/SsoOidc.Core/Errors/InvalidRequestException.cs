namespace SsoOidc;

/// <summary>Something is missing or wrong in the request; a wrong region or start URL also ends here. <c>error</c> is <c>invalid_request</c>.</summary>
public sealed class InvalidRequestException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidRequestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Why, where the service says so: KMS_NotFoundException, KMS_InvalidKeyUsageException, KMS_InvalidStateException or KMS_DisabledException today; an open list.</summary>
    public string? Reason { get; init; }
}
