using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using SsoOidc.ModuleTests.Sessions;

namespace SsoOidc.ModuleTests.Help;

/// <summary>Every script in README, docs and help runs, and shows what the page says.</summary>
[Collection(nameof(SessionCollection))]
public sealed partial class ExampleTests
{
    // README installs the module: that is for Readme.Tests.ps1.
    private static readonly string[] Outside = ["Install-PSResource", "./build.ps1"];

    public static TheoryData<string> Pages { get; } = [.. DocumentedScript.Pages.Where(page => DocumentedScript.Read(page).Count > 0)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Scripts_run_and_show_what_the_page_says(string page)
    {
        await using var reader = await Reader.StartAsync(isConfigured: page != "README.md");
        foreach (var script in DocumentedScript.Read(page))
        {
            Parser.ParseInput(script.Code, out _, out var errors);
            Assert.True(errors.Length == 0, $"{page}:{script.Line} {string.Join('\n', errors.Select(error => error.Message))}");
            if (script.NotRun is not null || (page == "README.md" && Outside.Any(script.Code.StartsWith)))
                continue;

            var screen = await reader.TryAsync(script);

            if (script.Output is { } output)
                Assert.Equal($"{page}:{script.Line}\n{Likeness(output)}", $"{page}:{script.Line}\n{Likeness(screen)}");
        }
    }

    [Fact]
    public void Only_what_needs_another_program_is_not_run()
    {
        var left = DocumentedScript.Pages.SelectMany(DocumentedScript.Read).Where(script => script.NotRun is not null).ToList();

        Assert.All(left, script => Assert.StartsWith("needs ", script.NotRun, StringComparison.Ordinal));
        Assert.All(left, script => Assert.StartsWith("docs/", script.Page, StringComparison.Ordinal));
    }

    /// <summary>A text without what differs from run to run: addresses, codes, ids, secrets, times, and the blanks that align them.</summary>
    private static string Likeness(string text)
    {
        text = EndpointLine().Replace(text, "");
        text = DeviceAddress().Replace(text, "<address>");
        text = Host().Replace(text, "POST <host>/");
        text = Secret().Replace(text, "<secret>");
        text = UserCode().Replace(text, "<code>");
        text = RequestId().Replace(text, "<id>");
        text = Time().Replace(text, "<time>");
        text = ClientId().Replace(text, "$1<client>");
        text = Milliseconds().Replace(text, "<n> ms");
        text = WrappedArn().Replace(text, "");
        text = StartUrl().Replace(text, "<start>");
        text = Alignment().Replace(text, "$1 :");
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0));
    }

    [GeneratedRegex(@"^SsoOidcEndpoint\s+: .*\n", RegexOptions.Multiline)]
    private static partial Regex EndpointLine();

    [GeneratedRegex(@"https?://\S+/device\?user_code=[A-Z]{4}-[A-Z]{4}")]
    private static partial Regex DeviceAddress();

    [GeneratedRegex(@"POST [\w.:-]+/")]
    private static partial Regex Host();

    [GeneratedRegex(@"\S{4}… \(\d+ characters\)")]
    private static partial Regex Secret();

    [GeneratedRegex(@"\b[A-Z]{4}-[A-Z]{4}\b")]
    private static partial Regex UserCode();

    [GeneratedRegex(@"\b[0-9a-f]{8}-[0-9a-f-]{27}\b")]
    private static partial Regex RequestId();

    // A narrow screen breaks and cuts.
    [GeneratedRegex(@"\n\s+(?=/apl-)")]
    private static partial Regex WrappedArn();

    [GeneratedRegex(@"https://(\S*…|example\.awsapps\.com/start)")]
    private static partial Regex StartUrl();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d( \(in [^)]+\))?|\((\d+ min )?\d+ s\)")]
    private static partial Regex Time();

    [GeneratedRegex(@"^(ClientId\s+: )?[\w-]{22,40}$", RegexOptions.Multiline)]
    private static partial Regex ClientId();

    [GeneratedRegex(@"\b\d+ ms\b")]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"^(\w+) +:", RegexOptions.Multiline)]
    private static partial Regex Alignment();
}
