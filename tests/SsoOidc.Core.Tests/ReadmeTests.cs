using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Tests;

/// <summary>The examples of the package's README, compiled and run one after the other as they stand.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task Every_example_runs()
    {
        await using var fake = await FakeServer.StartAsync(
            new FakeOptions { AccessKey = "AKIA...", SecretKey = "secret", EnforceInterval = false, Interval = TimeSpan.FromSeconds(1) },
            TestContext.Current.CancellationToken);
        var readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Core.README.md"), TestContext.Current.CancellationToken);
        using var home = new TempFolder();
        var login = $"new SsoOidcLogin(new ConsoleUi(), new SsoOidcClientOptions {{ EndpointUrl = new Uri(\"{fake.Url}\") }}, new Uri(\"{fake.Url}\"), @\"{home.Path}\")";
        // The one change: the examples go to the fake, and a login has a home of its own. A script has no using declarations.
        var code = string.Join("\n", Fences().Matches(readme).Select(fence => fence.Groups[1].Value))
            .Replace("Region = \"eu-west-1\"", "Region = \"us-east-1\"", StringComparison.Ordinal)
            .Replace("new SsoOidcLogin(new ConsoleUi())", login, StringComparison.Ordinal)
            .Replace("using var", "var", StringComparison.Ordinal);
        code = ClientOptions().Replace(code, $"new SsoOidcClientOptions {{ EndpointUrl = new Uri(\"{fake.Url}\"), Region");

        var result = await CSharpScript.RunAsync(
            code,
            ScriptOptions.Default.AddReferences(typeof(SsoOidcClient).Assembly).AddImports("System", "System.Net.Http", "System.Threading", "System.Threading.Tasks"),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.IsType<CreateTokenWithIAMResponse>(result.GetVariable("exchanged").Value);
        var end = Assert.IsType<SsoOidcDisconnection>(result.GetVariable("end").Value);
        Assert.Equal((true, true, null), (end.Removed, end.Revoked, end.Reason));
        Assert.Equal(
            [
                "RegisterClient", "StartDeviceAuthorization", "CreateToken", "CreateToken", "RegisterClient", "CreateToken", "CreateTokenWithIAM",
                "RegisterClient", "StartDeviceAuthorization", "CreateToken", "CreateToken", "Logout",
            ],
            fake.Journal.Select(entry => entry.Operation));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"new SsoOidcClientOptions\s*\{\s*Region")]
    private static partial Regex ClientOptions();
}
