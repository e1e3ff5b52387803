using System.Management.Automation;
using SsoOidc.Base;
using SsoOidc.Login.Flows;
using SsoOidc.Shell;

namespace SsoOidc;

/// <summary>The base of the cmdlets that read from the access portal. They refresh a token silently and never log in.</summary>
public abstract class PortalCmdlet : SsoOidcCmdlet
{
    private protected PortalShell Portals => field ??= new PortalShell(this) { IsQuiet = IsQuiet };

    /// <summary>Whether nothing but the result may be written.</summary>
    private protected virtual bool IsQuiet => false;

    /// <summary>Does the work of one record.</summary>
    private protected abstract Task ReadAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    private protected sealed override async Task ProcessRecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(cancellationToken);
        }
        // Of several that are piped, one that is refused is no reason to leave out the others.
        catch (SsoOidcException e) when (MyInvocation.ExpectingInput && !IsQuiet)
        {
            WriteError(e, Target);
        }
    }

    private protected void WriteError(SsoOidcException error, object? target) => WriteError(RecordOf(error, target)!);

    /// <summary>An error for each name without wildcards that fitted nothing.</summary>
    private protected void WriteUnseen(IEnumerable<string> names, LoginTarget session)
    {
        foreach (var name in names)
        {
            WriteError(new ErrorRecord(
                new SsoOidcConfigurationException($"The session {session.Display} has no account '{Shown.Clean(name, 100)}'. List them: Get-SSOOIDCAccount"),
                "AccountNotFound",
                ErrorCategory.ObjectNotFound,
                name));
        }
    }
}
