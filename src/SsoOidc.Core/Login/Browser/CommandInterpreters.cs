using SsoOidc.Programs;

namespace SsoOidc.Login.Browser;

/// <summary>Programs that read their arguments as commands: an address has ampersands and more, which would end one and begin the next.</summary>
internal static class CommandInterpreters
{
    private static readonly HashSet<string> Shells = new(StringComparer.OrdinalIgnoreCase) { "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh" };

    private const string Meaningful = " \t\r\n'\"`;|$()<>";

    /// <summary>Whether a command line would have the address read as commands; <paramref name="holdsAddress"/> tells the words that it is put into.</summary>
    public static bool Reads(IReadOnlyList<string> words, bool isWindows, Func<string, bool> holdsAddress)
    {
        // It joins all of its arguments, wherever they are; so does PowerShell, but for those of a script.
        if (Is(words, "cmd") || isWindows && ExecutablePath.IsBatchFile(words[0])
            || (Is(words, "powershell") || Is(words, "pwsh")) && !words.Any(word => word.Equals("-File", StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var shell = false;
        for (var i = 0; i < words.Count; i++)
        {
            // More than an option's value is a text for somebody to interpret: sh -c 'firefox %s'.
            if (i > 0 && holdsAddress(words[i]) && (words[i].Any(c => Meaningful.IndexOf(c) >= 0) || shell && IsCommandOption(words[i - 1])))
                return true;
            shell |= Shells.Contains(TextBrowsers.NameOf(words[i]));
        }

        return false;
    }

    private static bool Is(IReadOnlyList<string> words, string program) =>
        words.Any(word => word.EndsWith(program + ".exe", StringComparison.OrdinalIgnoreCase)
            || ReferenceEquals(word, words[0]) && TextBrowsers.NameOf(word).Equals(program, StringComparison.OrdinalIgnoreCase));

    // -c, and with others as in -lc.
    private static bool IsCommandOption(string word) =>
        word.Length > 1 && word[0] == '-' && word[1] != '-' && word[word.Length - 1] == 'c';
}
