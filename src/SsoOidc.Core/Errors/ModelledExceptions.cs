namespace SsoOidc;

/// <summary>The person or an administrator denied access. <c>error</c> is <c>access_denied</c>.</summary>
public sealed class AccessDeniedException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public AccessDeniedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Why, where the service says so: KMS_AccessDeniedException today; an open list.</summary>
    public string? Reason { get; init; }
}

/// <summary>The person has not approved yet: poll again (RFC 8628 section 3.5). <c>error</c> is <c>authorization_pending</c>.</summary>
public sealed class AuthorizationPendingException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public AuthorizationPendingException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The device code has expired: start again (RFC 8628 section 3.5). <c>error</c> is <c>expired_token</c>.</summary>
public sealed class ExpiredTokenException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public ExpiredTokenException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The service failed; retried like any 500. <c>error</c> is <c>server_error</c>.</summary>
public sealed class InternalServerException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InternalServerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The client id or secret is wrong or has expired: register again. <c>error</c> is <c>invalid_client</c>.</summary>
public sealed class InvalidClientException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The client could not be registered as asked. <c>error</c> is <c>invalid_client_metadata</c>.</summary>
public sealed class InvalidClientMetadataException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidClientMetadataException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The code, token or assertion is wrong, expired, used before or of another client. <c>error</c> is <c>invalid_grant</c>.</summary>
public sealed class InvalidGrantException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidGrantException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>A redirect URI is not allowed. <c>error</c> is <c>invalid_redirect_uri</c>.</summary>
public sealed class InvalidRedirectUriException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidRedirectUriException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

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

/// <summary>A scope is unknown or not allowed. <c>error</c> is <c>invalid_scope</c>.</summary>
public sealed class InvalidScopeException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public InvalidScopeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>Polled too fast: add 5 seconds to the interval for good (RFC 8628 section 3.5). <c>error</c> is <c>slow_down</c>.</summary>
public sealed class SlowDownException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public SlowDownException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The client may not use this grant. <c>error</c> is <c>unauthorized_client</c>.</summary>
public sealed class UnauthorizedClientException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public UnauthorizedClientException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The service does not know this grant. <c>error</c> is <c>unsupported_grant_type</c>.</summary>
public sealed class UnsupportedGrantTypeException : SsoOidcException
{
    /// <summary>Creates the error.</summary>
    public UnsupportedGrantTypeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
