using System.Net;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Login.Flows;

namespace SsoOidc.Credentials;

/// <summary>A role of the access portal, for whoever is logged in to the profile's session.</summary>
internal sealed class SsoRoleCredentials : ICredentialSource
{
    private readonly CredentialContext _context;
    private readonly SessionPortal _portal;
    private readonly string _accountId;
    private readonly string _roleName;

    /// <exception cref="SsoOidcConfigurationException">The profile lacks the account or the role, or the endpoint cannot be used.</exception>
    public SsoRoleCredentials(CredentialContext context, ConfigSection profile, SsoSession session)
    {
        _context = context;
        _portal = new SessionPortal(context, LoginTarget.Create(session.Name, session.StartUrl, session.Region, session.Scopes));
        _accountId = Require(profile, "sso_account_id", "123456789012");
        _roleName = Require(profile, "sso_role_name", "ReadOnly");
        Description = $"SSO role {Shown.Clean(_roleName)} in account {Shown.Clean(_accountId, 20)} of {profile.Title}";
    }

    public string Description { get; }

    public string Identity => $"sso|{_portal.Target.CacheKey}|{_accountId}|{_roleName}";

    // The token is asked for every time, so that a log-out ends the role as well; what it buys is cached by token.
    public bool IsCacheable => false;

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var token = await _context.SsoTokens.GetAccessTokenAsync(_portal.Target, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _portal.GetRoleAsync(_accountId, _roleName, Description, token, cancellationToken).ConfigureAwait(false);
        }
        catch (SsoOidcException e)
        {
            throw new CredentialsException(Description, Problem(e), e);
        }
    }

    private string Problem(SsoOidcException error) => error switch
    {
        { StatusCode: HttpStatusCode.Unauthorized } => $"the portal refused the token of the session {_portal.Target.Display}: the session is over. Log in: {_portal.Target.ConnectCommand} `Force`",
        ForbiddenException => "the portal says that the role is not assigned to you. Check sso_account_id and sso_role_name.",
        ResourceNotFoundException => "the portal knows no such account or role. Check sso_account_id, sso_role_name and sso_region.",
        SsoOidcResponseException => "it gave no JSON object.",
        { StatusCode: { } status } when (int)status is < 200 or > 299 => $"the portal answered with HTTP status {(int)status}.",
        _ => error.Message,
    };

    private static string Require(ConfigSection profile, string key, string example) =>
        profile.Get(key)?.Value
        ?? throw new CredentialsException(profile.Title, $"it has an SSO session but no {key}, and without that a session gives a token only. Add it, such as {key} = {example}.");
}
