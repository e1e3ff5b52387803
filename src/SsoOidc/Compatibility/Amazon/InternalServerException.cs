namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InternalServerException"/>.</summary>
internal sealed class InternalServerException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
