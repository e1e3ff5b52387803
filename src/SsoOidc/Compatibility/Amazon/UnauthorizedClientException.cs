namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.UnauthorizedClientException"/>.</summary>
internal sealed class UnauthorizedClientException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
