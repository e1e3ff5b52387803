using System.Management.Automation.Host;

namespace SsoOidc.Shell;

/// <summary>What tells that a host has nobody to ask. Environment.UserInteractive does not: it is true everywhere on Unix.</summary>
internal static class HostTraits
{
    /// <summary>Why nobody can answer, or null.</summary>
    public static string? NonInteractiveReason(PSHost host) => NonInteractiveReason(host, Environment.GetCommandLineArgs());

    internal static string? NonInteractiveReason(PSHost host, string[] commandLine)
    {
        if (host.UI is null || host.Name == "Default Host")
            return "this shell has no user interface";
        return IsPowerShell(commandLine) && PowerShellArguments.HasNonInteractive(commandLine.Skip(1).ToArray()) ? "PowerShell was started with -NonInteractive" : null;
    }

    /// <summary>In a pwsh that is a .NET tool too, the first word is the path of pwsh.dll.</summary>
    private static bool IsPowerShell(string[] commandLine) =>
        commandLine.Length > 0 && Path.GetFileNameWithoutExtension(commandLine[0]).ToUpperInvariant() is "PWSH" or "POWERSHELL";
}
