using System.Text.RegularExpressions;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>A script that a page shows, and what it shows, where the page tells.</summary>
/// <param name="Page">The file.</param>
/// <param name="Line">Where the script starts, from 1.</param>
/// <param name="Code">The script.</param>
/// <param name="Output">What the page says that it shows; null where it says nothing.</param>
/// <param name="NotRun">Why it cannot run here (<c>&lt;!-- not run: … --&gt;</c> above it); null where it can.</param>
internal sealed partial record DocumentedScript(string Page, int Line, string Code, string? Output, string? NotRun)
{
    /// <summary>The pages with examples: README, docs, the help of the cmdlets and the about topics.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        "README.md",
        .. Files("docs", "*.md"),
        .. Files("docs/cmdlets", "*.md"),
        .. Files("docs/en-US", "about_*.help.txt"),
    ];

    public static IReadOnlyList<DocumentedScript> Read(string page)
    {
        var lines = File.ReadAllLines(Path.Combine(TestEnvironment.RepositoryRoot, page));
        return page.EndsWith(".md", StringComparison.Ordinal) ? [.. Fenced(page, lines)] : [.. Indented(page, lines)];
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(TestEnvironment.RepositoryRoot, folder), pattern).Select(file => $"{folder}/{Path.GetFileName(file)}").Order();

    private static IEnumerable<DocumentedScript> Fenced(string page, string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != "```powershell")
                continue;
            var start = i + 1;
            var end = Array.IndexOf(lines, "```", start);
            var output = end + 2 < lines.Length && lines[end + 2] == "```output" ? lines[(end + 3)..Array.IndexOf(lines, "```", end + 3)] : null;
            var marker = i > 0 ? NotRunMarker().Match(lines[i - 1]) : Match.Empty;
            yield return new(page, start + 1, Text(lines[start..end]), output is null ? null : Text(output), marker.Success ? marker.Groups[1].Value : null);
            i = end;
        }
    }

    // In an about topic, code is indented by eight blanks, and so are settings files.
    private static IEnumerable<DocumentedScript> Indented(string page, string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsCode(lines[i]) || (i > 0 && lines[i - 1].Length > 0))
                continue;
            var end = i;
            while (end < lines.Length && IsCode(lines[end]))
                end++;
            var code = lines[i..end].Select(line => line[8..]).ToArray();
            if (Command().IsMatch(code[0]))
                yield return new(page, i + 1, Text(code), null, null);
            i = end;
        }
    }

    private static bool IsCode(string line) => line.StartsWith("        ", StringComparison.Ordinal);

    private static string Text(string[] lines) => string.Join('\n', lines);

    [GeneratedRegex("^<!-- not run: (.+) -->$")]
    private static partial Regex NotRunMarker();

    [GeneratedRegex(@"^(\$\w+ =|\$\w+(\.|$)|\$\w+ \||[A-Z][a-z]+-\w+|if \(|try \{|while \()")]
    private static partial Regex Command();
}
