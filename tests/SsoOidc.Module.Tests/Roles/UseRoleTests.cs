using SsoOidc.ModuleTests.Sessions;

namespace SsoOidc.ModuleTests.Roles;

/// <summary>Use-SSOOIDCRole: the environment of a block, and of the shell.</summary>
[Collection(nameof(SessionCollection))]
public sealed class UseRoleTests
{
    private const string Show = "\"$env:AWS_ACCESS_KEY_ID|$($env:AWS_SECRET_ACCESS_KEY.Length)|$([bool] $env:AWS_SESSION_TOKEN)|$env:AWS_REGION|$env:AWS_DEFAULT_REGION|$([bool] $env:AWS_CREDENTIAL_EXPIRATION)|$env:AWS_PROFILE|$env:AWS_DEFAULT_PROFILE\"";
    private const string Use = "Use-SSOOIDCRole 111122223333 ReadOnlyAccess";
    private const string Inside = "ASIAFAKEROLE11112222|40|True|eu-west-1|eu-west-1|True||";
    private const string Before = "AKIDBEFORE|6|False|||False|corp|";

    [Fact]
    public async Task A_block_has_the_role_and_afterwards_all_is_as_it_was()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($"{Use} {{ {Show} }}; {Show}");

        Assert.Empty(run.Errors);
        Assert.Equal([Inside, Before], run.Output.Select(line => line.BaseObject));
    }

    [Theory]
    [InlineData("throw 'trouble'")]
    [InlineData("[int]::Parse('x')")]
    [InlineData("Get-SSOOIDCAccount nowhere")]
    [InlineData("return")]
    [InlineData("$env:AWS_ACCESS_KEY_ID = $env:AWS_PROFILE = 'changed'")]
    [InlineData("Use-SSOOIDCRole 222233334444 ReadOnlyAccess")]
    [InlineData("Use-SSOOIDCRole -Clear")]
    public async Task However_it_ends_and_whatever_it_does_to_it_the_environment_comes_back(string block)
    {
        await using var home = await LoggedInAsync();

        await home.RunAsync($"try {{ {Use} {{ {block} }} }} catch {{ }}");

        Assert.Equal(Before, (await home.RunAsync(Show)).Single().BaseObject);
        await home.RunAsync("Use-SSOOIDCRole -Clear");
        Assert.Equal(Before, (await home.RunAsync(Show)).Single().BaseObject);
    }

    [Fact]
    public async Task Errors_of_the_block_are_its_own()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($"try {{ {Use} {{ throw 'trouble' }} }} catch {{ \"$($_.FullyQualifiedErrorId) $env:AWS_ACCESS_KEY_ID\" }}");

        Assert.Equal("trouble AKIDBEFORE", run.Single().BaseObject);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_block_and_the_environment_comes_back()
    {
        await using var home = await LoggedInAsync();
        using var running = home.Start($"{Use} {{ $global:in = $true; while ($true) {{ [Threading.Thread]::Sleep(20) }} }}");
        await Home.UntilAsync(() => Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") == "ASIAFAKEROLE11112222", running);

        var run = await running.StopAsync();

        Assert.Equal(PSInvocationState.Stopped, run.State);
        Assert.Equal(Before, (await home.RunAsync(Show)).Single().BaseObject);
    }

    [Fact]
    public async Task Blocks_nest()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($"{Use} {{ $env:AWS_ACCESS_KEY_ID; Use-SSOOIDCRole 222233334444 ReadOnlyAccess {{ $env:AWS_ACCESS_KEY_ID }}; $env:AWS_ACCESS_KEY_ID }}; $env:AWS_ACCESS_KEY_ID");

        Assert.Equal(["ASIAFAKEROLE11112222", "ASIAFAKEROLE22223333", "ASIAFAKEROLE11112222", "AKIDBEFORE"], run.Output.Select(line => line.BaseObject));
    }

    [Fact]
    public async Task What_the_block_writes_goes_on_at_once_and_it_sees_the_variables_around_it()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($"$around = 'seen'; {Use} {{ 1; 2; $around }} | ForEach-Object {{ \"$_ $env:AWS_ACCESS_KEY_ID\" }}");

        Assert.Equal(["1 ASIAFAKEROLE11112222", "2 ASIAFAKEROLE11112222", "seen ASIAFAKEROLE11112222"], run.Output.Select(line => line.BaseObject));
    }

    [Fact]
    public async Task The_shell_has_the_role_until_it_is_cleared()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($"{Use}; {Show}; Use-SSOOIDCRole 222233334444 ReadOnlyAccess; $env:AWS_ACCESS_KEY_ID; Use-SSOOIDCRole -Clear; {Show}; Use-SSOOIDCRole -Clear; {Show}");

        Assert.Empty(run.Errors);
        Assert.Equal([Inside, "ASIAFAKEROLE22223333", Before, Before], run.Output.Select(line => line.BaseObject));
    }

    [Fact]
    public async Task A_role_from_the_pipeline_and_a_profile_will_do_too()
    {
        await using var home = await LoggedInAsync();
        home.Config += "[profile keys]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = profile-secret\n";
        home.Set("AWS_SESSION_TOKEN", "stale");

        var run = await home.RunAsync(
            "Get-SSOOIDCRole 111122223333 -RoleName Read* | Use-SSOOIDCRole -ScriptBlock { $env:AWS_ACCESS_KEY_ID }; Use-SSOOIDCRole -ProfileName keys { \"$env:AWS_ACCESS_KEY_ID|$env:AWS_SESSION_TOKEN|\" }");

        Assert.Empty(run.Errors);
        Assert.Equal(["ASIAFAKEROLE11112222", "AKIDPROFILE||"], run.Output.Select(line => line.BaseObject));
    }

    [Fact]
    public async Task WhatIf_asks_for_nothing_and_runs_nothing()
    {
        await using var home = await LoggedInAsync();
        var requests = home.Server.Journal.Count;

        var run = await home.RunAsync("Use-SSOOIDCRole 111122223333 ReadOnlyAccess { 'never' } -WhatIf");

        Assert.Empty(run.Output);
        Assert.Equal(requests, home.Server.Journal.Count);
        Assert.Contains("on target \"ReadOnlyAccess in 111122223333\"", home.Shell.Screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_is_refused_changes_nothing_and_runs_nothing()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync("Use-SSOOIDCRole 111122223333 Nope { 'never' }");

        Assert.Empty(run.Output);
        Assert.Equal("ForbiddenException,SsoOidc.Commands.UseSSOOIDCRoleCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal(Before, (await home.RunAsync(Show)).Single().BaseObject);
    }

    private static async Task<Home> LoggedInAsync()
    {
        var home = await ListTests.LoggedInAsync(new FakeOptions().Accounts);
        home.Set("AWS_ACCESS_KEY_ID", "AKIDBEFORE");
        home.Set("AWS_SECRET_ACCESS_KEY", "secret");
        foreach (var name in new[] { "AWS_SESSION_TOKEN", "AWS_CREDENTIAL_EXPIRATION", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN" })
            home.Set(name, null);
        home.Config += "[profile corp]\nsso_session = corp\n";
        home.Set("AWS_PROFILE", "corp");
        return home;
    }
}
