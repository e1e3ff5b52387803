using System.Management.Automation;
using SsoOidc.Shell;

namespace SsoOidc.Commands;

/// <summary>Puts the credentials of a role or a profile into the environment: for a script block, or for the shell.</summary>
[Cmdlet(VerbsOther.Use, "SSOOIDCRole", HelpUri = HelpPages.Address + "Use-SSOOIDCRole.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, DefaultParameterSetName = RoleSet)]
[OutputType(typeof(object))]
public sealed class UseSSOOIDCRoleCommand : RoleCmdlet
{
    private const string ClearSet = "Clear";

    /// <summary>What to run with the role; the environment is as it was before when it ends.</summary>
    [Parameter(Position = 2, ParameterSetName = RoleSet)]
    [Parameter(Position = 0, ParameterSetName = ProfileSet)]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>Takes the role out of the shell's environment, and puts back what was there before.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClearSet)]
    public SwitchParameter Clear { get; set; }

    private protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (!ShouldProcess(ParameterSetName == ClearSet ? "the environment of the shell" : $"{Target}", MyInvocation.MyCommand.Name))
            return;
        if (ParameterSetName == ClearSet)
        {
            RoleEnvironment.Clear();
            return;
        }

        var credential = await GetCredentialAsync(cancellationToken);
        if (ScriptBlock is null)
            RoleEnvironment.Enter(credential);
        else
            RoleEnvironment.Run(credential, () => Invoke(ScriptBlock));
    }

    /// <summary>Runs the block as a part of this pipeline: what it writes goes on at once, and Ctrl+C ends it.</summary>
    private void Invoke(ScriptBlock block)
    {
        using var steps = ScriptBlock.Create("param($roleBlock) & $roleBlock").GetSteppablePipeline(CommandOrigin.Internal, [block]);
        steps.Begin(this);
        steps.Process();
        steps.End();
    }
}
