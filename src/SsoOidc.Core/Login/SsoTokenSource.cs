using SsoOidc.Config;
using SsoOidc.Credentials;

namespace SsoOidc.Login;

/// <summary>Gives credential sources the token of a session: from the cache, or refreshed. Never a login.</summary>
internal sealed class SsoTokenSource : ISsoTokenSource
{
    private readonly LoginFlow _flow;

    public SsoTokenSource(LoginFlow flow) => _flow = flow;

    public async ValueTask<string> GetAccessTokenAsync(SsoSession session, CancellationToken cancellationToken)
    {
        var target = LoginTarget.Create(session.Name, session.StartUrl, session.Region, session.Scopes);
        try
        {
            return (await _flow.GetAsync(target, new LoginOptions(), cancellationToken).ConfigureAwait(false)).AccessToken!;
        }
        catch (SsoOidcException e)
        {
            throw new CredentialsException(session.Source, e.Message, e);
        }
    }
}
