using SsoOidc.Login;
using SsoOidc.Login.Flows;

namespace SsoOidc.Credentials;

/// <summary>The tokens that logins left in the cache, refreshed where they can be.</summary>
internal sealed class SessionTokens(LoginServices services) : ISsoTokenSource
{
    private readonly SsoOidcLogin _flow = new(services);

    public async Task<string> GetAccessTokenAsync(LoginTarget target, CancellationToken cancellationToken) =>
        (await _flow.GetAsync(target, new LoginOptions(), cancellationToken).ConfigureAwait(false)).AccessToken!;
}
