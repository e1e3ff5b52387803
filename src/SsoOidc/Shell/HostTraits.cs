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
        return IsPowerShell(commandLine) && Array.Exists(commandLine, IsNonInteractive) ? "PowerShell was started with -NonInteractive" : null;
    }

    /// <summary>Whether this is a PowerShell that was started for one command or script, and ends with it.</summary>
    public static bool EndsWithItsCommand() => EndsWithItsCommand(Environment.GetCommandLineArgs());

    internal static bool EndsWithItsCommand(string[] commandLine)
    {
        if (!IsPowerShell(commandLine))
            return false;
        var names = commandLine.Skip(1).Where(argument => argument.Length > 1 && argument[0] is '-' or '/').Select(argument => argument.TrimStart('-', '/')).ToList();
        return names.Exists(name => IsBeginningOf(name, "command") || IsBeginningOf(name, "commandwithargs") || IsBeginningOf(name, "file") || IsBeginningOf(name, "encodedcommand")
                || name.Equals("cwa", StringComparison.OrdinalIgnoreCase) || name.Equals("ec", StringComparison.OrdinalIgnoreCase))
            && !names.Exists(name => name.Length >= 3 && IsBeginningOf(name, "noexit"));
    }

    private static bool IsBeginningOf(string name, string parameter) => name.Length > 0 && parameter.StartsWith(name, StringComparison.OrdinalIgnoreCase);

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
