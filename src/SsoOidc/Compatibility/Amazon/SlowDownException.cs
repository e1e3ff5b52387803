namespace Amazon.SSOOIDC.Model;

/// <summary>The official name of <see cref="SsoOidc.SlowDownException"/>.</summary>
internal sealed class SlowDownException(SsoOidc.SsoOidcException error, string message) : AmazonSSOOIDCException(error, message);
