using System.Management.Automation.Host;
using SsoOidc.Login.Browser;

namespace SsoOidc.Shell;

/// <summary>What tells that a host has nobody to ask. Environment.UserInteractive tells it on Windows only.</summary>
internal static class HostTraits
{
    /// <summary>Why nobody can answer, or null.</summary>
    public static string? NonInteractiveReason(PSHost host) =>
        NonInteractiveReason(host, Environment.GetCommandLineArgs()) ?? (host.Name == "ServerRemoteHost" ? null : LoginEnvironment.OfProcess().WithoutDesktopReason);

    internal static string? NonInteractiveReason(PSHost host, string[] commandLine)
    {
        if (host.UI is null || host.Name == "Default Host")
            return "this shell has no user interface";
        return IsPowerShell(commandLine) && Array.Exists(commandLine, IsNonInteractive) ? "PowerShell was started with -NonInteractive" : null;
    }

    private static bool IsPowerShell(string[] commandLine) =>
        commandLine.Length > 0 && Path.GetFileNameWithoutExtension(commandLine[0]).ToUpperInvariant() is "PWSH" or "POWERSHELL";

    /// <summary>PowerShell takes any beginning from <c>-noni</c> on, after one or two hyphens or a slash.</summary>
    private static bool IsNonInteractive(string argument)
    {
        var name = argument.TrimStart('-', '/');
        return name.Length < argument.Length && name.Length >= 4
            && "noninteractive".StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }
}
