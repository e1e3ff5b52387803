namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InvalidRequestException"/>.</summary>
internal sealed class InvalidRequestException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
