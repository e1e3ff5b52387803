using SsoOidc.Config;
using SsoOidc.Endpoints;
using SsoOidc.Login.Flows;
using SsoOidc.Settings;

namespace SsoOidc.Credentials;

/// <summary>A role of the access portal, for whoever is logged in to the profile's session.</summary>
internal sealed class SsoRoleCredentials : ICredentialSource
{
    private readonly CredentialContext _context;
    private readonly LoginTarget _target;
    private readonly PortalRole _role;

    /// <exception cref="SsoOidcConfigurationException">The profile lacks the account or the role, or the endpoint cannot be used.</exception>
    public SsoRoleCredentials(CredentialContext context, ConfigSection profile, SsoSession session)
    {
        _context = context;
        _target = LoginTarget.Create(session.Name, session.StartUrl, session.Region, session.Scopes);
        _role = new PortalRole(profile, _target, EndpointOf(context.Settings, _target), Require(profile, "sso_account_id", "123456789012"), Require(profile, "sso_role_name", "ReadOnly"));
    }

    public string Description => _role.Description;

    public string Identity => _role.Identity;

    // The token is asked for every time, so that a log-out ends the role as well; what it buys is cached by token.
    public bool IsCacheable => false;

    public async Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        var token = await _context.SsoTokens.GetAccessTokenAsync(_target, cancellationToken).ConfigureAwait(false);
        return await _context.GetAsync(new ForToken(_context, _role, token), cancellationToken).ConfigureAwait(false);
    }

    private static Uri EndpointOf(AwsSettings settings, LoginTarget target)
    {
        var endpoint = settings.EndpointUrl(AwsService.Sso)?.Value;
        var useDualStack = settings.UseDualStack()?.Value ?? (endpoint is null && target.IsDualStack);
        return EndpointResolver.Resolve(target.Region, endpoint, settings.UseFips()?.Value ?? false, useDualStack, "portal.sso");
    }

    private static string Require(ConfigSection profile, string key, string example) =>
        profile.Get(key)?.Value
        ?? throw new CredentialsException(profile.Title, $"it has an SSO session but no {key}, and without that a session gives a token only. Add it, such as {key} = {example}.");

    private sealed class ForToken(CredentialContext context, PortalRole role, string token) : ICredentialSource
    {
        public string Description => role.Description;

        public string Identity => $"{role.Identity}|{CredentialParts.Fingerprint(token)}";

        public bool IsCacheable => true;

        public Task<AwsCredentials> FetchAsync(CancellationToken cancellationToken) => role.GetCredentialsAsync(context, token, cancellationToken);
    }
}
