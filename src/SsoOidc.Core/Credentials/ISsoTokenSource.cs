using SsoOidc.Login.Flows;

namespace SsoOidc.Credentials;

/// <summary>The token of a session that is logged in: cached, or refreshed. Never a login.</summary>
internal interface ISsoTokenSource
{
    /// <exception cref="SsoOidcLoginException">Nobody is logged in; the message names the command that logs in.</exception>
    /// <exception cref="SsoOidcException">The token has expired, and the service did not answer.</exception>
    Task<string> GetAccessTokenAsync(LoginTarget target, CancellationToken cancellationToken);
}
