using SsoOidc.Base;

namespace SsoOidc.Login.Browser;

/// <summary>A program and its arguments; one that is the system's own way on Windows has an empty <see cref="File"/>.</summary>
internal sealed class BrowserCommand(string file, string[] arguments)
{
    public string File { get; } = file;

    public string[] Arguments { get; } = arguments;

    /// <summary>
    /// What to try, in this order: the command given with the call and then nothing else, since it was chosen; or $BROWSER, then the
    /// system's way. Empty with a reason where there is nothing to try.
    /// </summary>
    public static List<BrowserCommand> Candidates(string url, string? given, LoginEnvironment environment, out string? problem)
    {
        problem = null;
        if (!string.IsNullOrWhiteSpace(given))
            return Parse(given!, url, environment.IsWindows, out problem) is { } chosen ? [chosen] : [];

        var candidates = new List<BrowserCommand>();
        foreach (var command in VariableCommands(environment))
        {
            if (Parse(command, url, environment.IsWindows, out problem) is { } candidate)
                candidates.Add(candidate);
        }

        candidates.AddRange(SystemCommands(url, environment));
        if (candidates.Count == 0)
            problem ??= "this machine has no display";
        return candidates;
    }

    /// <summary>Splits a command line and puts the address in place of <c>%s</c> or <c>{url}</c>, or behind it.</summary>
    internal static BrowserCommand? Parse(string command, string url, bool isWindows, out string? problem)
    {
        problem = null;
        // The path of a program may hold blanks, and then needs no quotes.
        var words = System.IO.File.Exists(command) ? [command]
            : isWindows ? ShellWords.SplitWindows(command) : ShellWords.Split(command);
        if (words is null || words.Count == 0)
        {
            problem = "the browser command '" + Shown.Clean(command, 200) + "' has an open quote";
            return null;
        }

        if (TextBrowsers.Contains(words[0]))
        {
            problem = "'" + Shown.Clean(words[0], 80) + "' is a text browser, in which the sign-in pages do not work";
            return null;
        }

        var given = words.Skip(1).ToArray();
        var arguments = Array.ConvertAll(given, word => word.Replace("%s", url).Replace("{url}", url));
        return new BrowserCommand(words[0], arguments.SequenceEqual(given) ? [.. given, url] : arguments);
    }

    // As for xdg-open and Python's webbrowser, the variable is a list on Unix.
    private static string[] VariableCommands(LoginEnvironment environment)
    {
        if (environment.Variable("BROWSER") is not { } variable)
            return [];
        return environment.IsWindows ? [variable] : variable.Split([':'], StringSplitOptions.RemoveEmptyEntries);
    }

    private static List<BrowserCommand> SystemCommands(string url, LoginEnvironment environment)
    {
        if (environment.IsWindows)
            return [new("", [url])];
        if (environment.IsMacOS)
            return [new("/usr/bin/open", [url])];

        var commands = new List<BrowserCommand>();
        if (environment.IsWsl)
        {
            commands.Add(new("wslview", [url]));
            // No command interpreter, to which an ampersand would mean something.
            commands.Add(new("rundll32.exe", ["url.dll,FileProtocolHandler", url]));
        }

        // Without a display xdg-open would fall back to a text browser.
        if (environment.HasDisplay)
        {
            commands.Add(new("xdg-open", [url]));
            commands.Add(new("gio", ["open", url]));
        }

        return commands;
    }
}
