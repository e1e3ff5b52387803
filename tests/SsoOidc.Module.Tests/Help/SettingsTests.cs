using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>The tables of settings name what the code reads: every variable and every parameter, and no key that it does not know.</summary>
public sealed partial class SettingsTests
{
    private static readonly string[] Pages = ["docs/settings.md", "docs/en-US/about_SsoOidc_Settings.help.txt"];

    /// <summary>What marks the surroundings of a login, and is no setting.</summary>
    private static readonly string[] Signs = ["AWS_EXECUTION_ENV"];

    public static TheoryData<string> Files { get; } = [.. Pages];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_variable_that_the_code_reads_is_named_and_no_other(string page)
    {
        var texts = TextsOfTheCode();
        var read = texts.Where(text => VariableName().IsMatch(text)).Except(Signs)
            // The suffix is that of the service.
            .SelectMany(name => name.EndsWith('_') ? ["SSO_OIDC", "SSO", "STS"] : new[] { "" }, (name, suffix) => name + suffix);

        Assert.Equal(read.Order(), Variables().Matches(Read(page)).Select(match => match.Value).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_key_that_is_named_is_one_that_the_code_reads(string page)
    {
        var texts = TextsOfTheCode();

        var keys = Keys().Matches(Read(page)).Select(match => match.Value).Distinct().ToList();

        Assert.True(keys.Count > 20, $"{page} names {keys.Count} keys.");
        Assert.All(keys, key => Assert.Contains(key, texts));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_parameter_that_is_named_is_one_of_a_cmdlet(string page)
    {
        using var shell = new Shell();
        var known = (await shell.RunAsync("Get-Command -Module SsoOidc | ForEach-Object { $_.Parameters.Keys }")).Output.Select(name => $"{name}").ToHashSet();

        var named = Parameters().Matches(Read(page)).Select(match => match.Groups[1].Value).Distinct();

        Assert.Subset(known, named.ToHashSet());
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, page));

    /// <summary>Every text in the code of both dlls.</summary>
    private static HashSet<string> TextsOfTheCode()
    {
        var texts = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(TestEnvironment.Binaries, "*.dll"))
        {
            using var dll = new PEReader(File.OpenRead(file));
            var metadata = dll.GetMetadataReader();
            for (var text = MetadataTokens.UserStringHandle(1); !text.IsNil; text = metadata.GetNextHandle(text))
                texts.Add(metadata.GetUserString(text));
        }

        return texts;
    }

    [GeneratedRegex("^(AWS|SSOOIDC)_[A-Z0-9_]+$")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"\b(AWS|SSOOIDC)_[A-Z0-9_]+\b")]
    private static partial Regex Variables();

    // Words with an underscore in them and no capital: the keys of the files.
    [GeneratedRegex(@"\b[a-z]+[a-z0-9]*(_[a-z0-9]+)+\b")]
    private static partial Regex Keys();

    [GeneratedRegex(@"(?<![\w-])-([A-Z][A-Za-z]+)")]
    private static partial Regex Parameters();
}
