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
        // The one change: the examples name a region, and go to the fake in its place. A script has no using declarations.
        var code = string.Join("\n", Fences().Matches(readme).Select(fence => fence.Groups[1].Value))
            .Replace("Region = \"eu-west-1\"", $"Region = \"us-east-1\", EndpointUrl = new Uri(\"{fake.Url}\")", StringComparison.Ordinal)
            .Replace("using var", "var", StringComparison.Ordinal);

        var result = await CSharpScript.RunAsync(
            code,
            ScriptOptions.Default.AddReferences(typeof(SsoOidcClient).Assembly).AddImports("System", "System.Net.Http", "System.Threading.Tasks"),
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.IsType<CreateTokenWithIAMResponse>(result.GetVariable("exchanged").Value);
        Assert.Equal(
            ["RegisterClient", "StartDeviceAuthorization", "CreateToken", "CreateToken", "RegisterClient", "CreateToken", "CreateTokenWithIAM"],
            fake.Journal.Select(entry => entry.Operation));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();
}
