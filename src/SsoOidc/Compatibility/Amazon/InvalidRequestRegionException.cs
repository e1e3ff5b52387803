namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InvalidRequestRegionException"/>.</summary>
internal sealed class InvalidRequestRegionException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
