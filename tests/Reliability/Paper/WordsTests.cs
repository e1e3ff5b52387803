using System.Text.RegularExpressions;

namespace SsoOidc.Reliability.Paper;

/// <summary>One word for one thing, on every page and in every text.</summary>
public sealed partial class WordsTests
{
    public static TheoryData<string, string> Places { get; } = new() { { "src", "*.cs" }, { "src", "*.html" }, { "docs", "*.md" }, { "docs", "*.txt" }, { "docs", "*.svg" } };

    [Theory]
    [MemberData(nameof(Places))]
    public void A_person_logs_in_and_never_signs_in(string folder, string pattern)
    {
        var files = Repository.Files(folder, pattern).ToList();

        Assert.NotEmpty(files);
        foreach (var file in files)
            Assert.DoesNotMatch(OtherWord(), File.ReadAllText(file));
    }

    [GeneratedRegex(@"\bsign(s|ed)?[- ](in|out)\b", RegexOptions.IgnoreCase)]
    private static partial Regex OtherWord();
}
