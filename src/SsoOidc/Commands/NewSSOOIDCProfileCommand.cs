using System.Management.Automation;
using SsoOidc.Base;
using SsoOidc.Config;
using SsoOidc.Parameters;

namespace SsoOidc.Commands;

/// <summary>Writes profiles for roles to the config file, which every AWS tool reads.</summary>
[Cmdlet(VerbsCommon.New, "SSOOIDCProfile", HelpUri = HelpPages.Address + "New-SSOOIDCProfile.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(Profile))]
public sealed class NewSSOOIDCProfileCommand : PortalCmdlet
{
    private readonly List<ConfigSectionText> _sections = [];
    private readonly Dictionary<string, Profile> _profiles = new(StringComparer.Ordinal);

    /// <summary>The name, or a script block that makes it of the role; the account's name and the role's when absent.</summary>
    [Parameter(Position = 0)]
    public object? Name { get; set; }

    /// <summary>The region that the profile works in; that of the shell, else that of the session when absent.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public object? Region { get; set; }

    /// <summary>The format in which the AWS CLI writes.</summary>
    [Parameter]
    [ValidateSet("json", "yaml", "yaml-stream", "text", "table", "off")]
    public string? Output { get; set; }

    /// <summary>Changes a profile that is there already.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>A role of Get-SSOOIDCRole, or an object with its AccountId, RoleName and SessionName.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = new();

    private protected override object? Target => InputObject.BaseObject;

    private protected override Task ReadAsync(CancellationToken cancellationToken)
    {
        var settings = Portals.SettingsOf(null);
        var accountId = AccountIdArgument.Parse(Member("AccountId") ?? throw NoRole());
        var roleName = Member("RoleName") ?? throw NoRole();
        var target = Portals.Open(InputObject.BaseObject, Member("SessionName")).Target;
        var region = RegionArgument.NameOf(Region) ?? Portals.RegionOf(settings) ?? target.Region;
        RegionName.Validate(new Setting<string>(region, "the parameter Region"));
        var name = NullIfEmpty(Named()) ?? RoleProfile.NameOf(Member("AccountName") ?? accountId, roleName);
        IReadOnlyList<ConfigSectionText> sections;
        try
        {
            sections = RoleProfile.Sections(
                settings.Config, name, target.SessionName, target.StartUrl, target.Region,
                [("sso_account_id", accountId), ("sso_role_name", roleName), ("region", region), ("output", Output)]);
        }
        catch (SsoOidcConfigurationException e)
        {
            // Of many, one name that cannot be written is no reason to leave out the others.
            WriteError(RecordOf(e, name)!);
            return Task.CompletedTask;
        }

        if (MayWrite(settings.Config, sections[sections.Count - 1])
            && ShouldProcess($"Write to {Shown.Clean(settings.Config.ConfigPath, 1000)}:\n{string.Join("\n\n", sections)}", $"Write the profile '{Shown.Clean(name)}'?", MyInvocation.MyCommand.Name))
        {
            _sections.AddRange(sections.Where(section => _sections.TrueForAll(known => (known.Kind, known.Name) != (section.Kind, section.Name))));
            _profiles.Add(name, new Profile(name, accountId, roleName) { SessionName = target.SessionName, Region = region });
        }

        return Task.CompletedTask;
    }

    /// <summary>Writes all at once, so that the file is read and replaced once.</summary>
    protected override void EndProcessing() => Run(async cancellationToken =>
    {
        if (_sections.Count > 0)
            await ConfigWriter.SaveAsync(Portals.SettingsOf(null).Config, _sections, text => PostToPipeline(() => TryShow(text)), cancellationToken: cancellationToken);
        foreach (var profile in _profiles.Values)
            WriteObject(profile);
    });

    private bool MayWrite(AwsConfig config, ConfigSectionText section)
    {
        if (_profiles.TryGetValue(section.Name, out var other))
        {
            WriteRefusal("ProfileNameTwice", section.Name, $"the role {other.RoleName} in {other.AccountId} has it already. Give -Name a script block that tells roles apart, such as {{ \"$($_.AccountName)-$($_.RoleName)\" }}.");
            return false;
        }

        if (config.FindProfile(section.Name) is not { } present || RoleProfile.IsSame(present, section))
            return true;
        if (!Force)
        {
            WriteRefusal("ProfileExists", section.Name, $"there is one in {Shown.Clean(config.ConfigPath, 1000)} or {Shown.Clean(config.CredentialsPath, 1000)} that says something else. Give -Force to change it, or another -Name.");
            return false;
        }

        if (RoleProfile.OtherSourcesOf(present, section) is { Count: > 0 } others)
            WriteWarning($"The profile '{Shown.Clean(section.Name)}' has {string.Join(", ", others)} too, which AWS tools may follow instead of the role. Remove it.");
        return true;
    }

    private void WriteRefusal(string id, string name, string why) => WriteError(new ErrorRecord(
        new SsoOidcConfigurationException($"The profile '{Shown.Clean(name)}' was not written: {why}"), id, ErrorCategory.ResourceExists, name));

    private string? Named() => Name is ScriptBlock block
        ? string.Join(" ", block.InvokeWithContext(null, [new PSVariable("_", InputObject)], InputObject))
        : Name?.ToString();

    private string? Member(string name) => NullIfEmpty(InputObject.Properties[name]?.Value as string);

    private ArgumentException NoRole() => new($"A {InputObject.BaseObject.GetType().Name} is no role: expected one of Get-SSOOIDCRole, or an object with AccountId and RoleName.");
}
