namespace SsoOidc.Reliability.Paper;

/// <summary>The files of the repository that this was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The source files under a folder, without what the build made.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "SsoOidc.slnx")) ? folder : Find(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))
            ?? throw new InvalidOperationException("The tests run outside of their repository."));
}
