using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>Reads tables of markdown files.</summary>
internal static class MarkdownTable
{
    /// <summary>The rows of the table with the given first heading: cells without backticks.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string file, string firstHeading)
    {
        var lines = File.ReadAllLines(Path.Combine(TestEnvironment.RepositoryRoot, file));
        var start = Array.FindIndex(lines, line => line.StartsWith($"| {firstHeading} |", StringComparison.Ordinal));
        Assert.True(start >= 0, $"{file} has no table that starts with {firstHeading}.");
        return [.. lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
    }

    private static IReadOnlyList<string> Cells(string row) =>
        [.. row.Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal))];
}
