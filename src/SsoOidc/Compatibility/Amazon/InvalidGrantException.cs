namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InvalidGrantException"/>.</summary>
internal sealed class InvalidGrantException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
