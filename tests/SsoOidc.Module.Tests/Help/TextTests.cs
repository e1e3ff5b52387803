using System.Text.RegularExpressions;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>The about topics are found, and what the pages name is there.</summary>
public sealed partial class TextTests
{
    private static readonly string[] Topics = ["about_SsoOidc", "about_SsoOidc_Automation", "about_SsoOidc_Login", "about_SsoOidc_Settings"];

    /// <summary>Parameters of other commands that the pages name.</summary>
    private static readonly string[] Foreign = ["NonInteractive", "PassThru"];

    public static TheoryData<string> TopicNames { get; } = [.. Topics];

    public static TheoryData<string> Pages { get; } = [.. DocumentedScript.Pages.Where(page => page != "docs/design.md")];

    [Theory]
    [MemberData(nameof(TopicNames))]
    public async Task Get_Help_finds_the_topic(string topic)
    {
        using var shell = new Shell();

        var help = (await shell.RunAsync($"Get-Help {topic}")).Single();

        Assert.Equal(await File.ReadAllTextAsync(PathOf($"docs/en-US/{topic}.help.txt"), TestContext.Current.CancellationToken), $"{help}");
    }

    [Theory]
    [MemberData(nameof(TopicNames))]
    public void A_topic_has_the_form_of_its_kind(string topic)
    {
        var lines = File.ReadAllLines(PathOf($"docs/en-US/{topic}.help.txt"));

        Assert.Equal(["TOPIC", "SHORT DESCRIPTION", "LONG DESCRIPTION", "SEE ALSO"], lines.Where(line => line.Length > 0 && line[0] != ' '));
        Assert.Equal($"    {topic}", lines[1]);
        // Code is indented by eight blanks and may be wider than the screen.
        Assert.DoesNotContain(lines, line => line.Length > 80 && !line.StartsWith("        ", StringComparison.Ordinal));
        var others = lines.SkipWhile(line => line != "SEE ALSO").Where(line => line.StartsWith("    about_", StringComparison.Ordinal)).Select(line => line.Trim());
        Assert.Equal(Topics.Except([topic]), others.Order());
    }

    [Fact]
    public async Task Get_Help_Online_opens_the_page_of_a_cmdlet_and_all_are_in_one_place()
    {
        using var shell = new Shell();

        var pages = (await shell.RunAsync("Get-Command -Module SsoOidc | ForEach-Object { \"$($_.Name) $($_.HelpUri)\" }")).Output
            .Select(line => ((string)line.BaseObject).Split(' ')).ToDictionary(parts => parts[0], parts => parts[1]);

        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.EndsWith($"/docs/cmdlets/{page.Key}.md", page.Value, StringComparison.Ordinal));
        Assert.All(pages.Keys, name => Assert.True(File.Exists(PathOf($"docs/cmdlets/{name}.md")), name));
        Assert.Single(pages.Values.Select(page => page[..page.LastIndexOf('/')]).Distinct());
    }

    [Fact]
    public void There_is_a_file_for_each_topic() =>
        Assert.Equal(Topics.ToHashSet(), Directory.EnumerateFiles(PathOf("docs/en-US"), "about_*").Select(file => Path.GetFileName(file).Replace(".help.txt", "", StringComparison.Ordinal)).ToHashSet());

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Cmdlets_parameters_and_pages_that_are_named_exist(string page)
    {
        using var shell = new Shell();
        var commands = (await shell.RunAsync("Get-Command -Module SsoOidc")).Output.Select(command => (CommandInfo)command.BaseObject).ToList();
        var text = await File.ReadAllTextAsync(PathOf(page), TestContext.Current.CancellationToken);

        Assert.Subset(commands.Select(command => command.Name).ToHashSet(), CommandNames().Matches(text).Select(match => match.Value).ToHashSet());
        var parameters = commands.SelectMany(command => command.Parameters.Keys).Concat(Cmdlet.CommonParameters).Concat(Foreign);
        Assert.Subset(parameters.ToHashSet(), ParameterNames().Matches(text).Select(match => match.Groups[1].Value).ToHashSet());
        Assert.All(Links().Matches(text), link => Assert.True(
            Path.Exists(Path.Combine(Path.GetDirectoryName(PathOf(page))!, link.Groups[1].Value)), $"{page} links to {link.Groups[1].Value}."));
        Assert.Subset(Topics.ToHashSet(), AboutNames().Matches(text).Select(match => match.Value).ToHashSet());
    }

    private static string PathOf(string file) => Path.Combine(TestEnvironment.RepositoryRoot, file);

    [GeneratedRegex(@"\b[A-Z][a-z]+-SSOOIDC\w+")]
    private static partial Regex CommandNames();

    // In the text a parameter stands in backticks; the scripts are run.
    [GeneratedRegex(@"`-([A-Z][A-Za-z]+)")]
    private static partial Regex ParameterNames();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#\s]+)")]
    private static partial Regex Links();

    [GeneratedRegex(@"\babout_SsoOidc\w*")]
    private static partial Regex AboutNames();
}
