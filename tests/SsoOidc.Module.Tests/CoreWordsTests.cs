using System.Text.RegularExpressions;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>The core is a library for any program: its texts name settings, and the cmdlets put parameters and commands in their place.</summary>
public sealed class CoreWordsTests
{
    [Fact]
    public async Task The_core_speaks_no_PowerShell()
    {
        using var shell = new Shell();
        var parameters = (await shell.RunAsync("Get-Command -Module SsoOidc -CommandType Cmdlet | ForEach-Object { $_.Parameters.Keys }")).Output.Select(name => $"{name}").Distinct();
        var words = new Regex($@"[A-Z][a-z]+-SSOOIDC|(?<![\w-])-({string.Join('|', parameters)})\b|\$(Stored)?AWS|PowerShell");

        var spoken = Directory.EnumerateFiles(Path.Combine(TestEnvironment.RepositoryRoot, "src", "SsoOidc.Core"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && words.IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));

        Assert.Empty(spoken);
    }

    [Theory]
    [InlineData("Connect-SSOOIDCSession -SaveSession", "-SaveSession needs -SessionName and -StartUrl: the name of the section to write, and what to write to it.")]
    [InlineData("Register-SSOOIDCClient x", "No region is known. Give -Region, set the variable AWS_REGION, or add a region to the profile (region, or sso_region in its sso-session).")]
    [InlineData("New-SSOOIDCTokenWithIAM x -Assertion a.b.c -Region eu-west-1", "Give -ProfileName, -Credential, or -AccessKey with -SecretKey;")]
    public async Task What_people_read_names_the_parameter(string command, string expected)
    {
        using var shell = new Shell();

        var error = (await shell.RunAsync(command)).Error();

        Assert.Contains(expected, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }
}
