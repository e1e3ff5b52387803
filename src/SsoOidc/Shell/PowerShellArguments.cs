namespace SsoOidc.Shell;

/// <summary>The command line of PowerShell, read as PowerShell reads it: a parameter may be cut short, and what follows a command or a script is theirs.</summary>
internal static class PowerShellArguments
{
    private static readonly string[] Flags = ["noexit", "nologo", "noprofileloadtime", "login", "interactive", "mta", "sta"];

    private static readonly string[] WithValue =
    [
        "configurationfile", "configurationname", "custompipename", "ea", "ec", "encodedarguments", "encodedcommand", "ep", "executionpolicy", "if",
        "inputformat", "of", "outputformat", "psconsolefile", "settingsfile", "version", "wd", "windowstyle", "workingdirectory",
    ];

    private static readonly string[] Commands = ["command", "commandwithargs", "cwa", "ec", "encodedcommand", "file"];

    public static bool HasNonInteractive(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = NameOf(arguments[i].Trim());
            if (name.Length >= "noni".Length && Begins("noninteractive", name))
                return true;
            if (name.Length == 0 || Begins("command", name))
                return false;
            if (Array.Exists(Flags, flag => Begins(flag, name)))
                continue;
            if (!Array.Exists(WithValue, parameter => Begins(parameter, name)))
                return false;
            i++;
        }
        return false;
    }

    /// <summary>Whether they name a command or a script, after which PowerShell ends.</summary>
    public static bool IsForOneCommand(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = NameOf(arguments[i].Trim());
            if (name.Length >= "noe".Length && Begins("noexit", name))
                return false;
            if (name.Length == 0 || Array.Exists(Commands, command => Begins(command, name)))
                return true;
            if (Array.Exists(WithValue, parameter => Begins(parameter, name)))
                i++;
        }
        return false;
    }

    /// <summary>The name after a dash of any kind, two dashes or a slash; empty for a script or a value.</summary>
    private static string NameOf(string argument)
    {
        if (argument.Length == 0 || !(IsDash(argument[0]) || argument[0] == '/'))
            return "";
        return argument.Substring(argument.Length > 1 && IsDash(argument[1]) ? 2 : 1);
    }

    // The hyphen, and the en dash, em dash and bar that a word processor makes of it.
    private static bool IsDash(char character) => character is '-' or '\u2013' or '\u2014' or '\u2015';

    private static bool Begins(string parameter, string name) => parameter.StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
