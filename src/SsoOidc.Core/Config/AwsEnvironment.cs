namespace SsoOidc.Config;

/// <summary>What surrounds the process: its variables, the home directory and the family of system. Injected so that tests own it.</summary>
internal sealed class AwsEnvironment
{
    private readonly Func<string, string?> _getVariable;

    public AwsEnvironment(Func<string, string?> getVariable, string? homeDirectory = null, bool? isWindows = null, string? currentDirectory = null)
    {
        _getVariable = getVariable;
        CurrentDirectory = currentDirectory;
        IsWindows = isWindows ?? Path.DirectorySeparatorChar == '\\';
        HomeDirectory = homeDirectory ?? FindHome();
    }

    /// <summary>The real surroundings of this process, read anew at each use.</summary>
    /// <param name="currentDirectory">Where the caller is, if that is not where the process is.</param>
    /// <param name="stop">Ends the wait for a file that does not come.</param>
    public static AwsEnvironment OfProcess(string? currentDirectory = null, CancellationToken stop = default) =>
        new(Environment.GetEnvironmentVariable, currentDirectory: currentDirectory) { Stop = stop };

    /// <summary>Ends the wait for a file that does not come: its path may name a pipe.</summary>
    public CancellationToken Stop { get; init; }

    public bool IsWindows { get; }

    /// <summary>HOME on Unix; USERPROFILE, else HOMEDRIVE and HOMEPATH, on Windows: where the AWS CLI looks.</summary>
    public string HomeDirectory { get; }

    /// <summary>Where relative paths start, and programs; <c>null</c> for the directory of the process. A shell may be elsewhere.</summary>
    public string? CurrentDirectory { get; }

    /// <summary>The directory <c>.aws</c> in the home directory.</summary>
    public string AwsDirectory => Path.Combine(HomeDirectory, ".aws");

    /// <summary>The variable's value without surrounding blanks; <c>null</c> if unset or blank.</summary>
    public string? Get(string variable)
    {
        var value = _getVariable(variable)?.Trim();
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>A configured path: <c>~</c> is the home directory, and what is relative starts at the current directory.</summary>
    public string Resolve(string path)
    {
        var expanded = ExpandHome(path);
        return CurrentDirectory is null || Path.IsPathRooted(expanded) ? expanded : Path.GetFullPath(Path.Combine(CurrentDirectory, expanded));
    }

    /// <summary>Puts the home directory in place of a leading <c>~</c>.</summary>
    public string ExpandHome(string path) =>
        path == "~" ? HomeDirectory
        : path.StartsWith("~/", StringComparison.Ordinal) || (IsWindows && path.StartsWith("~\\", StringComparison.Ordinal))
            ? Path.Combine(HomeDirectory, path.Substring(2))
            : path;

    private string FindHome()
    {
        var home = IsWindows ? Get("USERPROFILE") ?? DriveAndPath() : Get("HOME");
        return home ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
    }

    private string? DriveAndPath() => Get("HOMEPATH") is { } path ? Get("HOMEDRIVE") + path : null;
}
