using System.Text.RegularExpressions;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>A page of docs/cmdlets: platyPS markdown, from which the help is made.</summary>
internal sealed partial class CmdletPage
{
    private readonly Dictionary<string, string> _sections;

    private CmdletPage(string name, string text)
    {
        Name = name;
        Text = text;
        _sections = SectionStart().Split(text).Skip(1).Chunk(2).ToDictionary(part => part[0], part => part[1].Trim());
        Parameters = ParameterStart().Split(Section("PARAMETERS")).Skip(1).Chunk(2)
            .ToDictionary(part => part[0], part => new ParameterEntry(OtherStart().Split(part[1])[0].Trim()));
        Examples = ExampleStart().Split(Section("EXAMPLES")).Skip(1).Chunk(2).Select(part => new ExampleEntry(part[0], part[1].Trim())).ToList();
    }

    /// <summary>The names of all pages.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "cmdlets"), "*.md").Select(Path.GetFileNameWithoutExtension).Order()!];

    public string Name { get; }

    public string Text { get; }

    public IReadOnlyDictionary<string, ParameterEntry> Parameters { get; }

    public IReadOnlyList<ExampleEntry> Examples { get; }

    public static CmdletPage Read(string name) =>
        new(name, File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "docs", "cmdlets", name + ".md")));

    /// <summary>The text under a heading of the second level.</summary>
    public string Section(string title)
    {
        Assert.True(_sections.TryGetValue(title, out var section), $"{Name}.md has no section {title}.");
        return section;
    }

    /// <summary>Text as the help shows it: without marks, blanks folded.</summary>
    public static string Plain(string markdown) => Blanks().Replace(Link().Replace(markdown.Replace("`", "", StringComparison.Ordinal), "$1"), " ").Trim();

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex SectionStart();

    [GeneratedRegex(@"^### -(\w+)$", RegexOptions.Multiline)]
    private static partial Regex ParameterStart();

    [GeneratedRegex(@"^### (?!-)", RegexOptions.Multiline)]
    private static partial Regex OtherStart();

    [GeneratedRegex(@"^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex ExampleStart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}

/// <summary>A parameter of a page: its text, and facts as <c>key: value</c> lines in platyPS's order.</summary>
internal sealed record ParameterEntry
{
    private const string Fence = "```yaml\n";

    public ParameterEntry(string entry)
    {
        var start = entry.IndexOf(Fence, StringComparison.Ordinal);
        Description = entry[..start].Trim();
        Facts = entry[(start + Fence.Length)..^3].TrimEnd();
    }

    public string Description { get; }

    public string Facts { get; }

    /// <summary>A fact that stands once.</summary>
    public string Fact(string key) =>
        Assert.Single(Facts.Split('\n'), line => line.StartsWith(key + ": ", StringComparison.Ordinal))[(key.Length + 2)..].Trim('\'');
}

/// <summary>An example of a page.</summary>
internal sealed record ExampleEntry(string Title, string Text)
{
    /// <summary>The script.</summary>
    public string Code => Fenced("powershell")
        ?? throw new InvalidOperationException($"The example '{Title}' has no ```powershell fence.");

    /// <summary>What the script shows, where the page tells.</summary>
    public string? Output => Fenced("output");

    private string? Fenced(string kind)
    {
        var open = Text.IndexOf($"```{kind}\n", StringComparison.Ordinal);
        if (open < 0)
            return null;
        var start = open + kind.Length + 4;
        return Text[start..Text.IndexOf("\n```", start, StringComparison.Ordinal)];
    }
}
