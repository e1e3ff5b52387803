namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.UnsupportedGrantTypeException"/>.</summary>
internal sealed class UnsupportedGrantTypeException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
