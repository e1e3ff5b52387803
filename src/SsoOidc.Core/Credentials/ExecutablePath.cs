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

        var directories = (environment.Get("PATH") ?? "").Split(Path.PathSeparator);
        return directories
            .Select(directory => directory.Trim('"'))
            .Where(directory => directory.Length > 0 && Path.IsPathRooted(directory))
            .SelectMany(directory => Names(command, environment).Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists);
    }

    private static IEnumerable<string> Names(string command, AwsEnvironment environment) =>
        !environment.IsWindows || Path.HasExtension(command)
            ? [command]
            : (environment.Get("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';').Select(extension => command + extension);
}
