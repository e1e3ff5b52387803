using System.Management.Automation;
using SsoOidc.Config;
using SsoOidc.Login;
using SsoOidc.Login.Flows;
using SsoOidc.Parameters;
using SsoOidc.Settings;
using SsoOidc.Shell;

namespace SsoOidc.Commands;

/// <summary>Ends sessions at the service and deletes their tokens.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "SSOOIDCSession", HelpUri = HelpPages.Address + "Disconnect-SSOOIDCSession.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "Name")]
[OutputType(typeof(SsoOidcDisconnection))]
public sealed class DisconnectSSOOIDCSessionCommand : SsoOidcCmdlet
{
    /// <summary>Names or start URLs of sessions, with wildcards.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [SupportsWildcards]
    public string[]? SessionName { get; set; }

    /// <summary>Sessions of Get-SSOOIDCSession or Connect-SSOOIDCSession.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Session")]
    [SessionArgument]
    public SsoOidcSession? InputObject { get; set; }

    /// <summary>Ends every session that has a token.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    private protected override object? Target => InputObject ?? (object?)SessionName;

    private protected override async Task ProcessRecordAsync(CancellationToken cancellationToken)
    {
        var settings = new AwsSettings(new AwsConfig(ShellServices.EnvironmentOf(SessionState.Path, cancellationToken)));
        using var ui = new CmdletLoginUi(this, TimeProvider.System);
        var services = ShellServices.Create(this, settings, ui, new ShellVariables(SessionState).ToArguments());
        var flow = new SsoOidcLogin(services);
        foreach (var session in Sessions(services).ToList())
        {
            if (ShouldProcess($"{session}", MyInvocation.MyCommand.Name))
                WriteObject(await flow.DisconnectAsync(LoginTarget.Of(session), cancellationToken));
        }
    }

    private IEnumerable<SsoOidcSession> Sessions(LoginServices services)
    {
        if (InputObject is { } session)
            return new[] { session };
        var sessions = SessionList.Read(services.Config, services.Cache, services.Time, out var warning);
        if (warning is not null)
            WriteWarning(warning);
        return All
            ? sessions.Where(known => known.Status is not (SsoOidcSessionStatus.NotLoggedIn or SsoOidcSessionStatus.Unreadable))
            : SessionFilter.Select(sessions, SessionName, WriteError);
    }
}
