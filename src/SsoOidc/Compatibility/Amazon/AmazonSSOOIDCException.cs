using Amazon.Runtime;

namespace Amazon.SSOOIDC;

/// <summary>
/// What scripts look up in <c>InnerException</c> where the official types are not loaded. Not public, so that no name search finds it, and so
/// that it never stands in the way of the official type of this name.
/// </summary>
internal class AmazonSSOOIDCException(SsoOidc.SsoOidcException error, string message) : AmazonServiceException(error, message)
{
    /// <summary>The <c>error</c> value.</summary>
    public string? Error => Cause.Error;

    /// <summary>The <c>error_description</c> value.</summary>
    public string? Error_description => Cause.ErrorDescription;

    /// <summary>The reason of a refusal, where the service gives one.</summary>
    public string? Reason => (Cause as SsoOidc.AccessDeniedException)?.Reason ?? (Cause as SsoOidc.InvalidRequestException)?.Reason;

    /// <summary>The right endpoint, where the service names one.</summary>
    public string? Endpoint => (Cause as SsoOidc.InvalidRequestRegionException)?.Endpoint;

    /// <summary>The right region, where the service names one.</summary>
    public string? Region => (Cause as SsoOidc.InvalidRequestRegionException)?.Region;
}
