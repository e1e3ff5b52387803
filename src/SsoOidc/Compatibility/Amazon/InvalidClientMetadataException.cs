namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.InvalidClientMetadataException"/>.</summary>
internal sealed class InvalidClientMetadataException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
