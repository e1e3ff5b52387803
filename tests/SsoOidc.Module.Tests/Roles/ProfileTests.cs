using SsoOidc.ModuleTests.Hosting;
using SsoOidc.ModuleTests.Sessions;

namespace SsoOidc.ModuleTests.Roles;

/// <summary>New-SSOOIDCProfile: what it writes, and what it leaves.</summary>
[Collection(nameof(SessionCollection))]
public sealed class ProfileTests
{
    private const string One = "Get-SSOOIDCRole 111122223333 -RoleName ReadOnlyAccess";

    [Fact]
    public async Task A_role_becomes_a_profile_and_every_other_byte_stays()
    {
        await using var home = await LoggedInAsync();
        home.Config = "# mine\r\n" + Home.Corp.ReplaceLineEndings("\r\n") + "[profile old]\r\nregion=us-east-1 # keep";
        var before = home.Config;

        var profile = (await home.RunAsync($"{One} | New-SSOOIDCProfile dev -Region eu-central-1 -Output json")).Single();

        Assert.Equal(
            before + "\r\n\r\n[profile dev]\r\nsso_session = corp\r\nsso_account_id = 111122223333\r\nsso_role_name = ReadOnlyAccess\r\nregion = eu-central-1\r\noutput = json\r\n",
            home.Config);
        Assert.Equal(
            ("SsoOidc.Profile", "dev", "111122223333", "ReadOnlyAccess", "corp", "eu-central-1"),
            (profile.TypeNames[0], profile.Get("Name"), profile.Get("AccountId"), profile.Get("RoleName"), profile.Get("SessionName"), profile.Get("Region")));
    }

    [Fact]
    public async Task All_roles_are_named_by_a_script_block()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync("Get-SSOOIDCRole | New-SSOOIDCProfile { \"$($_.AccountName)-$($_.RoleName)\" }");

        Assert.Empty(run.Errors);
        Assert.Equal(["Development-AdministratorAccess", "Development-ReadOnlyAccess", "Production-ReadOnlyAccess"], run.Output.Select(profile => $"{profile}").Order(StringComparer.Ordinal));
        Assert.Equal(3, home.Config.Split("[profile ").Length - 1);
        Assert.All(run.Output, profile => Assert.Equal("eu-west-1", profile.Get("Region")));
    }

    [Theory]
    [InlineData("My Company (Prod)", "My-Company--Prod--R")]
    [InlineData("plain.name_1@x+y", "plain.name_1@x+y-R")]
    public async Task Without_a_name_it_is_the_accounts_and_the_roles_in_characters_that_need_no_quotes(string account, string expected)
    {
        await using var home = await ListTests.LoggedInAsync([new("000000000042", account, "a@example.com", ["R"])]);

        Assert.Equal(expected, (await home.RunAsync("Get-SSOOIDCRole | New-SSOOIDCProfile")).Single().Get("Name"));
        Assert.Contains($"[profile {expected}]", home.Config, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'my profile'", "[profile \"my profile\"]")]
    [InlineData("'a[b]'", "[profile \"a[b]\"]")]
    [InlineData("default", "[default]")]
    public async Task A_name_is_quoted_where_it_has_to_be(string name, string header)
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($"{One} | New-SSOOIDCProfile {name}; (Get-SSOOIDCRoleCredential -ProfileName {name}).AccountId");

        Assert.Empty(run.Errors);
        Assert.Contains("\n" + header + "\n", home.Config.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("111122223333", run.Output[1].BaseObject);
    }

    [Theory]
    [InlineData("'a\"b'")]
    [InlineData("\"a`nb\"")]
    [InlineData("' a'")]
    [InlineData("'a # b'")]
    public async Task A_name_that_tools_would_read_otherwise_is_refused_and_the_others_are_written(string name)
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($"Get-SSOOIDCRole 111122223333 | New-SSOOIDCProfile {{ if ($_.RoleName -like 'Read*') {{ {name} }} else {{ 'good' }} }}");

        Assert.Equal("good", Assert.Single(run.Output).ToString());
        Assert.Equal("InvalidConfiguration,SsoOidc.Commands.NewSSOOIDCProfileCommand", run.Error().FullyQualifiedErrorId);
    }

    [Fact]
    public async Task A_profile_that_says_something_else_is_left_alone_and_one_that_says_the_same_is_no_error()
    {
        await using var home = await LoggedInAsync();
        await home.RunAsync($"{One} | New-SSOOIDCProfile same");
        home.Config += "\n[profile other]\nsso_session = corp\nsso_account_id = 222233334444\nregion = us-east-1\n";
        var before = home.Config;

        var same = await home.RunAsync($"{One} | New-SSOOIDCProfile same");
        var other = await home.RunAsync($"{One} | New-SSOOIDCProfile other");

        Assert.Equal("same", same.Single().ToString());
        Assert.Equal(("ProfileExists,SsoOidc.Commands.NewSSOOIDCProfileCommand", ErrorCategory.ResourceExists), (other.Error().FullyQualifiedErrorId, other.Error().CategoryInfo.Category));
        Assert.Equal(
            $"The profile 'other' was not written: there is one in {home.PathOf(".aws/config")} or {home.PathOf(".aws/credentials")} that says something else. Give -Force to change it, or another -Name.",
            other.Error().Exception.Message);
        Assert.Equal(before, home.Config);
    }

    [Fact]
    public async Task Force_changes_the_keys_and_tells_of_those_that_win()
    {
        await using var home = await LoggedInAsync();
        home.Config += "[profile x] # note\n# about\nsso_account_id = 222233334444 # old\noutput=text\nrole_arn = arn\n";

        var run = await home.RunAsync($"{One} | New-SSOOIDCProfile x -Region eu-central-1 -Force");

        Assert.Equal(
            Home.Corp + "[profile x] # note\n# about\nsso_account_id = 111122223333 # old\noutput=text\nrole_arn = arn\nsso_session = corp\nsso_role_name = ReadOnlyAccess\nregion = eu-central-1\n",
            home.Config);
        Assert.Equal(["The profile 'x' has role_arn too, which AWS tools may follow instead of the role. Remove it."], run.Warnings);
    }

    [Fact]
    public async Task Keys_of_that_name_in_the_credentials_file_are_something_else()
    {
        await using var home = await LoggedInAsync();
        await File.WriteAllTextAsync(home.PathOf(".aws/credentials"), "[x]\naws_access_key_id = K\naws_secret_access_key = s\n", TestContext.Current.CancellationToken);

        Assert.Equal("ProfileExists,SsoOidc.Commands.NewSSOOIDCProfileCommand", (await home.RunAsync($"{One} | New-SSOOIDCProfile x")).Error().FullyQualifiedErrorId);
    }

    [Fact]
    public async Task Two_roles_of_one_name_are_told_apart()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync("Get-SSOOIDCRole 111122223333 | New-SSOOIDCProfile both");

        Assert.Single(run.Output);
        Assert.Equal("ProfileNameTwice,SsoOidc.Commands.NewSSOOIDCProfileCommand", run.Error().FullyQualifiedErrorId);
        Assert.Single(home.Config.Split("[profile both]")[1..]);
    }

    [Fact]
    public async Task WhatIf_shows_each_section_and_writes_none()
    {
        await using var home = await LoggedInAsync();
        var before = home.Config;

        var run = await home.RunAsync("Get-SSOOIDCRole 111122223333 | New-SSOOIDCProfile -WhatIf");

        Assert.Empty(run.Output);
        Assert.Equal(before, home.Config);
        foreach (var role in new[] { "AdministratorAccess", "ReadOnlyAccess" })
        {
            Assert.Contains(
                $"What if: Write to {home.PathOf(".aws/config")}:\n[profile Development-{role}]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = {role}\nregion = eu-west-1",
                home.Shell.Screen.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_session_that_is_not_in_the_file_is_written_with_the_profile()
    {
        await using var home = await Home.StartAsync();
        home.Config = "";
        await home.GivenLoginAsync("-SessionName lab -StartUrl https://lab.awsapps.com/start -Region us-east-2");

        var run = await home.RunAsync("Get-SSOOIDCSession lab | Get-SSOOIDCRole 222233334444 | New-SSOOIDCProfile prod");

        Assert.Empty(run.Errors);
        Assert.Equal(
            "[sso-session lab]\nsso_start_url = https://lab.awsapps.com/start\nsso_region = us-east-2\nsso_registration_scopes = sso:account:access\n\n"
            + "[profile prod]\nsso_session = lab\nsso_account_id = 222233334444\nsso_role_name = ReadOnlyAccess\nregion = us-east-2\n",
            home.Config.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_session_that_goes_by_its_start_url_stands_in_the_profile()
    {
        await using var home = await Home.StartAsync();
        home.Config = "";
        await home.GivenLoginAsync("-StartUrl https://bare.awsapps.com/start -Region us-east-2");

        var run = await home.RunAsync("Get-SSOOIDCSession | Get-SSOOIDCRole 222233334444 | New-SSOOIDCProfile prod; (Get-SSOOIDCRoleCredential -ProfileName prod).AccountId");

        Assert.Empty(run.Errors);
        Assert.StartsWith("[profile prod]\nsso_start_url = https://bare.awsapps.com/start\nsso_region = us-east-2\nsso_account_id = 222233334444\n", home.Config.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("222233334444", run.Output[1].BaseObject);
    }

    [Fact]
    public async Task An_object_of_another_shell_will_do_and_what_is_no_role_is_refused()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync("[pscustomobject]@{ AccountId = '111122223333'; RoleName = 'ReadOnlyAccess'; SessionName = 'corp' } | New-SSOOIDCProfile copy");
        var error = (await home.RunAsync("1 | New-SSOOIDCProfile x")).Error();

        Assert.Equal("copy", run.Single().ToString());
        Assert.Equal("A Int32 is no role: expected one of Get-SSOOIDCRole, or an object with AccountId and RoleName.", error.Exception.Message);
    }

    private static Task<Home> LoggedInAsync() => ListTests.LoggedInAsync(new FakeOptions().Accounts);
}
