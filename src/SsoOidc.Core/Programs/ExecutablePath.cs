namespace SsoOidc.Programs;

/// <summary>
/// Finds every program that is started here, on the PATH only. Left to itself .NET looks in its own and in the current directory first,
/// so that a repository could slip in a program of that name.
/// </summary>
internal static class ExecutablePath
{
    // What Windows can start by itself. PATHEXT names scripts too, which need another program.
    private static readonly string[] Startable = [".COM", ".EXE", ".BAT", ".CMD"];

    /// <summary>Whether a command is a path and not the name of a program.</summary>
    public static bool IsPath(string command, bool isWindows) =>
        command.IndexOf('/') >= 0 || (isWindows && command.IndexOfAny(['\\', ':']) >= 0);

    /// <summary>Whether a path means the same file whatever the current directory and drive are.</summary>
    public static bool IsWhole(string path, bool isWindows) => isWindows
        ? IsSeparator(path, 0) && IsSeparator(path, 1) || path.Length > 2 && char.IsLetter(path[0]) && path[1] == ':' && IsSeparator(path, 2)
        : path.StartsWith("/", StringComparison.Ordinal);

    /// <summary>Whether Windows hands a program to its command interpreter. It drops dots and blanks at the end of a name.</summary>
    public static bool IsBatchFile(string path)
    {
        var name = path.TrimEnd('.', ' ');
        return name.EndsWith(".bat", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The path of the program; a command that is a path already is returned as it is; <c>null</c> if there is none.</summary>
    public static string? Find(string command, Func<string, string?> variable, bool isWindows)
    {
        if (IsPath(command, isWindows))
            return command;
        if (command.Length == 0 || command.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
            return null;

        string[] names = isWindows ? [.. WindowsNames(command, variable("PATHEXT"))] : [command];
        foreach (var folder in Folders(variable("PATH") ?? "", isWindows))
        {
            if (names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } path)
                return path;
        }

        return null;
    }

    private static IEnumerable<string> WindowsNames(string command, string? pathExtensions)
    {
        var extensions = pathExtensions?.Split([';'], StringSplitOptions.RemoveEmptyEntries).Select(extension => extension.Trim())
            .Where(extension => Startable.Contains(extension, StringComparer.OrdinalIgnoreCase)).ToList();
        if (extensions is not { Count: > 0 })
            extensions = [.. Startable];
        var added = extensions.Select(extension => command + extension);
        return Array.Exists(Startable, extension => command.EndsWith(extension, StringComparison.OrdinalIgnoreCase)) ? added.Prepend(command) : added;
    }

    // A quoted entry of Windows may hold the separator. What is not a whole path would be one below the current directory.
    private static IEnumerable<string> Folders(string path, bool isWindows)
    {
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= path.Length; i++)
        {
            quoted ^= isWindows && i < path.Length && path[i] == '"';
            if (i < path.Length && (quoted || path[i] != Path.PathSeparator))
                continue;
            var entry = path.Substring(start, i - start);
            start = i + 1;
            var folder = isWindows ? entry.Replace("\"", "").Trim() : entry;
            if (IsWhole(folder, Path.DirectorySeparatorChar == '\\') && folder.IndexOfAny(Path.GetInvalidPathChars()) < 0)
                yield return folder;
        }
    }

    private static bool IsSeparator(string path, int index) => index < path.Length && path[index] is '\\' or '/';
}
