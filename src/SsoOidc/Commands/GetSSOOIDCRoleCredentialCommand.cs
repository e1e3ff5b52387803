using System.Management.Automation;
using SsoOidc.Base;
using SsoOidc.Pipeline;
using SsoOidc.Shell;

namespace SsoOidc.Commands;

/// <summary>Gives the credentials of a role or a profile.</summary>
[Cmdlet(VerbsCommon.Get, "SSOOIDCRoleCredential", HelpUri = HelpPages.Address + "Get-SSOOIDCRoleCredential.md", DefaultParameterSetName = RoleSet)]
[OutputType(typeof(RoleCredential), typeof(string))]
public sealed class GetSSOOIDCRoleCredentialCommand : RoleCmdlet
{
    /// <summary>Writes the JSON object that credential_process of a profile wants, and asks nobody.</summary>
    [Parameter]
    public SwitchParameter AsCredentialProcess { get; set; }

    private protected override bool IsQuiet => AsCredentialProcess;

    private protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var credential = await GetCredentialAsync(cancellationToken);
            WriteObject(AsCredentialProcess ? credential.ToProcessOutput() : credential);
        }
        // Who started this shell for the one command reads its exit code, and a line of what went wrong.
        catch (Exception e) when (AsCredentialProcess && HostTraits.EndsWithItsCommand() && RecordOf(e, Target) is not null)
        {
            await Console.Error.WriteLineAsync(Shown.Clean(CmdletWords.Of(e.Message), 1000));
            Host.SetShouldExit(1);
        }
    }
}
