namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InvalidScopeException"/>.</summary>
internal sealed class InvalidScopeException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
