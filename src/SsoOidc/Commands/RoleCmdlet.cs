using System.Management.Automation;
using SsoOidc.Base;
using SsoOidc.Credentials;
using SsoOidc.Parameters;

namespace SsoOidc;

/// <summary>The base of the cmdlets that take the credentials of a role, named by account and role or by a profile.</summary>
public abstract class RoleCmdlet : PortalCmdlet
{
    private protected const string RoleSet = "Role", ProfileSet = "Profile";

    /// <summary>The id of the account.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = RoleSet)]
    [ArgumentCompleter(typeof(AccountIdCompleter))]
    public string AccountId { get; set; } = "";

    /// <summary>The name of the role.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = RoleSet)]
    [ArgumentCompleter(typeof(RoleNameCompleter))]
    public string RoleName { get; set; } = "";

    /// <summary>The name or start URL of the session; not needed when there is only one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = RoleSet)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public string? SessionName { get; set; }

    /// <summary>A profile whose credentials to take, whatever their source.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string ProfileName { get; set; } = "";

    /// <summary>A role of Get-SSOOIDCRole.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = RoleSet)]
    public Role? InputObject { get; set; }

    private protected override object? Target => ParameterSetName == ProfileSet ? ProfileName : InputObject ?? (object)$"{RoleName} in {AccountId}";

    private protected Task<RoleCredential> GetCredentialAsync(CancellationToken cancellationToken) =>
        ParameterSetName == ProfileSet ? OfProfileAsync(cancellationToken) : OfRoleAsync(cancellationToken);

    private async Task<RoleCredential> OfRoleAsync(CancellationToken cancellationToken)
    {
        var id = AccountIdArgument.Parse(AccountId);
        var portal = Portals.Open(InputObject, NullIfEmpty(SessionName));
        var description = $"SSO role {Shown.Clean(RoleName)} in account {id} of the session {portal.Target.Display}";
        return new RoleCredential(await portal.GetRoleAsync(id, RoleName, description, cancellationToken))
        {
            AccountId = id,
            RoleName = RoleName,
            Region = Portals.RegionOf(Portals.SettingsOf(null)) ?? portal.Target.Region,
        };
    }

    private async Task<RoleCredential> OfProfileAsync(CancellationToken cancellationToken)
    {
        var settings = Portals.SettingsOf(ProfileName);
        var context = Portals.Context(settings);
        var source = new ProfileCredentials(context).Resolve(settings.Profile!);
        if (IsQuiet && source is ProcessCredentials)
            throw new ArgumentException($"The profile '{Shown.Clean(ProfileName)}' has its credentials from a program itself, which would ask this one again and again. Name the profile with sso_session, or -AccountId and -RoleName.");
        return new RoleCredential(await context.GetAsync(source, cancellationToken))
        {
            AccountId = settings.Profile!.Get("sso_account_id")?.Value,
            RoleName = settings.Profile.Get("sso_role_name")?.Value,
            Region = Portals.RegionOf(settings),
        };
    }
}
