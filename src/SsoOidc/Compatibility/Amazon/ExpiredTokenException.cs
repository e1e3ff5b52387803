namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.ExpiredTokenException"/>.</summary>
internal sealed class ExpiredTokenException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
