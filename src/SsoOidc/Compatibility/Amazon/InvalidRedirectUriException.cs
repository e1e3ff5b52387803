namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InvalidRedirectUriException"/>.</summary>
internal sealed class InvalidRedirectUriException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
