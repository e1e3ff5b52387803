namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.AccessDeniedException"/>.</summary>
internal sealed class AccessDeniedException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
