using System.Management.Automation;
using SsoOidc.Config;
using SsoOidc.Login;
using SsoOidc.Shell;

namespace SsoOidc.Commands;

/// <summary>Lists the sessions of the configuration and the cache, the AWS CLI's included. Sends nothing and never logs in.</summary>
[Cmdlet(VerbsCommon.Get, "SSOOIDCSession", HelpUri = HelpPages.Address + "Get-SSOOIDCSession.md")]
[OutputType(typeof(SsoOidcSession))]
public sealed class GetSSOOIDCSessionCommand : SsoOidcCmdlet
{
    /// <summary>Names or start URLs of sessions, with wildcards; all when absent.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    [SupportsWildcards]
    public string[]? SessionName { get; set; }

    private protected override object? Target => SessionName;

    private protected override Task ProcessRecordAsync(CancellationToken cancellationToken)
    {
        var environment = ShellServices.EnvironmentOf(SessionState.Path, cancellationToken);
        var sessions = SessionList.Read(new AwsConfig(environment), ShellServices.CacheOf(environment), TimeProvider.System, out var warning);
        if (warning is not null)
            WriteWarning(warning);
        foreach (var session in SessionFilter.Select(sessions, SessionName, WriteError))
            WriteObject(session);
        return Task.CompletedTask;
    }
}
