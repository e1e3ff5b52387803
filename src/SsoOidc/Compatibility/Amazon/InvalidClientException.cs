namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InvalidClientException"/>.</summary>
internal sealed class InvalidClientException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
