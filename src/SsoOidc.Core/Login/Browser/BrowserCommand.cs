using SsoOidc.Base;
using SsoOidc.Programs;

namespace SsoOidc.Login.Browser;

/// <summary>A program and its arguments; one that is the system's own way on Windows has an empty <see cref="File"/>.</summary>
internal sealed class BrowserCommand(string file, string[] arguments)
{
    public string File { get; } = file;

    public string[] Arguments { get; } = arguments;

    /// <summary>What a message calls it: a path with blanks that is not there may have been cut too early.</summary>
    public string Name { get; private init; } = file;

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
        command = command.Trim();
        // As in Python's webbrowser: not to be waited for, and no browser is.
        if (!isWindows)
            command = command.TrimEnd('&', ' ');
        var words = Split(command, isWindows, out var isFound);
        if (words is null || words.Count == 0)
        {
            problem = "the browser command '" + Shown.Clean(command, 200) + "' has an open quote";
            return null;
        }

        if (TextBrowsers.IsOne(words[0]))
        {
            problem = "'" + Shown.Clean(words[0], 80) + "' is a text browser, in which the login pages do not work";
            return null;
        }

        if (CommandInterpreters.Reads(words, isWindows, word => WithAddress(word, url) != word))
        {
            problem = "'" + Shown.Clean(command, 200) + "' would have parts of the address run as commands; give the program of a browser itself";
            return null;
        }

        var given = words.Skip(1).ToArray();
        var arguments = Array.ConvertAll(given, word => WithAddress(word, url));
        return new BrowserCommand(words[0], arguments.SequenceEqual(given) ? [.. given, url] : arguments)
        {
            Name = !isFound && ExecutablePath.IsWhole(command, isWindows) ? command : words[0],
        };
    }

    private static string WithAddress(string word, string url) => word.Replace("%s", url).Replace("{url}", url);

    // The path of a program may hold blanks, and then needs no quotes: the longest beginning that is a file is the program.
    private static List<string>? Split(string command, bool isWindows, out bool isFound)
    {
        for (var end = command.Length; end > 0 && ExecutablePath.IsWhole(command, isWindows); end = command.LastIndexOf(' ', end - 1))
        {
            var path = command.Substring(0, end);
            isFound = System.IO.File.Exists(path);
            if (isFound && Words(command.Substring(end)) is { } arguments)
                return [path, .. arguments];
        }

        isFound = false;
        return Words(command);

        List<string>? Words(string text) => isWindows ? ShellWords.SplitWindows(text) : ShellWords.Split(text);
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
            return environment.HasDisplay ? [new("", [url])] : [];
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
