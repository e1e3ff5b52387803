using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>The module as a thing: its files, its manifest, import and removal.</summary>
public sealed class ModuleTests
{
    private static readonly string[] Cmdlets =
    [
        "New-SSOOIDCToken", "New-SSOOIDCTokenWithIAM", "Register-SSOOIDCClient", "Start-SSOOIDCDeviceAuthorization",
    ];

    [Fact]
    public void The_folder_for_PowerShell_7_holds_our_two_assemblies_and_no_others()
    {
        Assert.Equal(
            ["SsoOidc.Core.dll", "SsoOidc.dll"],
            Directory.EnumerateFiles(TestEnvironment.Binaries, "*.dll", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Import_loads_nothing_from_the_module_but_our_two_assemblies()
    {
        using var shell = new Shell();

        var names = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.Location.StartsWith(TestEnvironment.Binaries, StringComparison.Ordinal))
            .Select(assembly => assembly.GetName().Name);

        Assert.Equal(["SsoOidc", "SsoOidc.Core"], names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_manifest_is_valid()
    {
        using var shell = new Shell();
        shell.Set("manifest", TestEnvironment.Manifest);

        var run = await shell.RunAsync("Test-ModuleManifest $manifest");

        var module = run.Single();
        Assert.Empty(run.Warnings);
        Assert.Equal("SsoOidc", module.Get("Name"));
        Assert.Equal(["Core", "Desktop"], Assert.IsAssignableFrom<IEnumerable<string>>(module.Get("CompatiblePSEditions")));
    }

    [Fact]
    public async Task Exports_are_explicit_and_are_the_cmdlets()
    {
        using var shell = new Shell();

        var run = await shell.RunAsync("Get-Command -Module SsoOidc");
        var declared = System.Management.Automation.Language.Parser.ParseFile(TestEnvironment.Manifest, out _, out var errors);

        Assert.Empty(errors);
        Assert.DoesNotContain("'*'", declared.Extent.Text, StringComparison.Ordinal);
        var commands = run.Output.Select(command => (CommandInfo)command.BaseObject).ToList();
        Assert.All(commands, command => Assert.Equal(CommandTypes.Cmdlet, command.CommandType));
        Assert.Equal(Cmdlets, commands.Select(command => command.Name).Intersect(Cmdlets).Order(StringComparer.Ordinal));
        Assert.Equal(commands.Count, commands.Count(command => declared.Extent.Text.Contains($"'{command.Name}'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Each_cmdlet_says_what_it_outputs_and_asks_on_demand()
    {
        using var shell = new Shell();

        var run = await shell.RunAsync("Get-Command -Module SsoOidc -CommandType Cmdlet");

        Assert.NotEmpty(run.Output);
        Assert.All(run.Output.Select(command => (CmdletInfo)command.BaseObject), command =>
        {
            Assert.NotEmpty(command.OutputType);
            Assert.True(command.Parameters.ContainsKey("WhatIf") || command.Verb == "Get", $"{command.Name} changes something and has no -WhatIf.");
        });
    }

    [Fact]
    public async Task It_can_be_removed_and_imported_again()
    {
        await using var session = await Session.StartAsync();
        session.Shell.Set("manifest", TestEnvironment.Manifest);

        var run = await session.RunAsync("""
            foreach ($round in 1..3) {
                Remove-Module SsoOidc
                [bool](Get-Command Register-SSOOIDCClient -ErrorAction Ignore)
                Import-Module $manifest
                Import-Module $manifest -Force
                (Register-SSOOIDCClient cli -EndpointUrl $url).GetType().FullName
            }
            """);

        Assert.Empty(run.Errors);
        Assert.Empty(run.Warnings);
        Assert.Equal(Enumerable.Repeat("False SsoOidc.ClientRegistration", 3), run.Output.Chunk(2).Select(pair => $"{pair[0]} {pair[1]}"));
    }

    [Fact]
    public async Task A_prefix_can_be_put_before_the_nouns()
    {
        await using var session = await Session.StartAsync();
        session.Shell.Set("manifest", TestEnvironment.Manifest);

        var run = await session.RunAsync("Remove-Module SsoOidc; Import-Module $manifest -Prefix My; Register-MySSOOIDCClient cli -EndpointUrl $url");

        Assert.NotEmpty(run.Single().Text("ClientId"));
    }

    [Fact]
    public async Task Strict_mode_is_no_trouble()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("""
            Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'
            Register-SSOOIDCClient cli -EndpointUrl $url | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start | New-SSOOIDCToken
            """);

        Assert.NotEmpty(run.Single().Text("AccessToken"));
    }

    [Theory]
    [InlineData("Register-SSOOIDC", "Register-SSOOIDCClient")]
    [InlineData("New-SSOOIDCToken -Dev", "-DeviceCode")]
    [InlineData("New-SSOOIDCTokenWithIAM -Req", "-RequestedTokenType")]
    [InlineData("Start-SSOOIDCDeviceAuthorization -St", "-StartUrl")]
    public void Names_are_completed(string text, string expected)
    {
        using var shell = new Shell();

        Assert.Contains(expected, shell.Complete(text).Select(match => match.CompletionText));
    }
}
