using SsoOidc.Base;

namespace SsoOidc.Shell;

/// <summary>Asks the person at the shell for the code of an MFA device.</summary>
internal sealed class MfaPrompt(SsoOidcCmdlet cmdlet)
{
    public async ValueTask<string> AskAsync(string serial, CancellationToken cancellationToken)
    {
        var host = cmdlet.CommandRuntime.Host;
        if (HostTraits.NonInteractiveReason(host) is { } reason)
            throw new SsoOidcConfigurationException($"The role asks for the code of the MFA device {Shown.Clean(serial)} and nobody can be asked: {reason}.");
        return await cmdlet.InvokeOnPipelineAsync(() =>
        {
            host.UI.Write($"MFA code of {Shown.Clean(serial)}: ");
            return host.UI.ReadLine();
        });
    }
}
