using SsoOidc.Config;

namespace SsoOidc.Credentials;

/// <summary>
/// Finds a program on the PATH only. Left to itself .NET looks in its own and in the current directory first, so that a
/// repository could slip in a program of that name.
/// </summary>
internal static class ExecutablePath
{
    /// <summary>The path of the program; a command that is a path already is returned as it is; <c>null</c> if there is none.</summary>
    public static string? Find(string command, AwsEnvironment environment)
    {
        if (command.IndexOf('/') >= 0 || (environment.IsWindows && command.IndexOfAny(['\\', ':']) >= 0))
            return command;

        string[] extensions = environment.IsWindows && !Path.HasExtension(command) ? (environment.Get("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';') : [""];
        foreach (var entry in (environment.Get("PATH") ?? "").Split(Path.PathSeparator))
        {
            var directory = entry.Trim('"');
            if (!Path.IsPathRooted(directory))
                continue;
            foreach (var extension in extensions)
            {
                var path = Path.Combine(directory, command + extension);
                if (File.Exists(path))
                    return path;
            }
        }

        return null;
    }
}
