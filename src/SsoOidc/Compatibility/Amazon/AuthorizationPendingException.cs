namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.AuthorizationPendingException"/>.</summary>
internal sealed class AuthorizationPendingException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
