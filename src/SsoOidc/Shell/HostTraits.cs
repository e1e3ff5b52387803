using System.Management.Automation.Host;
using SsoOidc.Login.Browser;

namespace SsoOidc.Shell;

/// <summary>What tells that a host has nobody to ask. Environment.UserInteractive tells it on Windows only.</summary>
internal static class HostTraits
{
    /// <summary>Why nobody can answer, or null.</summary>
    public static string? NonInteractiveReason(PSHost host) =>
        NonInteractiveReason(host, Environment.GetCommandLineArgs()) ?? (host.Name == "ServerRemoteHost" ? null : LoginEnvironment.OfProcess().WithoutDesktopReason);

    /// <summary>
    /// Why nobody is there to log in, or null: nobody can answer, or a console program was started without a terminal on any side, as cron,
    /// systemd and containers do. A host other than the console's has its person elsewhere, and over SSH there is a terminal where SSH_TTY names it,
    /// whatever the streams of this one command are tied to.
    /// </summary>
    public static string? NobodyReason(PSHost host) => NonInteractiveReason(host)
        ?? (host.Name == "ConsoleHost" && Console.IsInputRedirected && Console.IsOutputRedirected && Console.IsErrorRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SSH_TTY"))
            ? "there is no terminal on input or output"
            : null);

    internal static string? NonInteractiveReason(PSHost host, string[] commandLine)
    {
        if (host.UI is null || host.Name == "Default Host")
            return "this shell has no user interface";
        return IsPowerShell(commandLine) && PowerShellArguments.HasNonInteractive(commandLine.Skip(1).ToArray()) ? "PowerShell was started with -NonInteractive" : null;
    }

    /// <summary>Whether this is a PowerShell that was started for one command or script, and ends with it.</summary>
    public static bool EndsWithItsCommand() => EndsWithItsCommand(Environment.GetCommandLineArgs());

    internal static bool EndsWithItsCommand(string[] commandLine) =>
        IsPowerShell(commandLine) && PowerShellArguments.IsForOneCommand(commandLine.Skip(1).ToArray());

    /// <summary>In a pwsh that is a .NET tool too, the first word is the path of pwsh.dll.</summary>
    private static bool IsPowerShell(string[] commandLine) =>
        commandLine.Length > 0 && Path.GetFileNameWithoutExtension(commandLine[0]).ToUpperInvariant() is "PWSH" or "POWERSHELL";
}
