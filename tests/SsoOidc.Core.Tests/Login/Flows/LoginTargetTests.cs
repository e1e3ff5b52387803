using SsoOidc.Cache;
using SsoOidc.Login;
using SsoOidc.Login.Flows;

using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login.Flows;

public sealed class LoginTargetTests
{
    private const string Two = "[sso-session a]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access, openid\n[sso-session b]\nsso_start_url = https://b.awsapps.com/start\nsso_region = us-east-1\n";

    [Fact]
    public async Task The_only_session_needs_no_name()
    {
        await using var login = await StartAsync();
        var target = Resolve(login, new LoginOptions());
        Assert.Equal((Session, PortalUrl, Region), (target.SessionName, target.StartUrl, target.Region));
        Assert.Equal(["sso:account:access"], target.Scopes);
        Assert.Null(target.ConfiguredScopes);
    }

    [Fact]
    public async Task Several_sessions_are_listed()
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two);
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Resolve(login, new LoginOptions()));
        Assert.Equal("There are 2 sessions; say which one with `SessionName`: a (https://a.awsapps.com/start), b (https://b.awsapps.com/start).", error.Message);
    }

    [Fact]
    public async Task No_session_is_an_error_with_an_example()
    {
        await using var login = await StartAsync();
        login.WriteConfig("");
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Resolve(login, new LoginOptions()));
        Assert.Equal(
            $"No session is configured in {Path.Combine(login.HomePath, ".aws", "config")}. Give `StartUrl` and `Region`, for example: `ConnectAsync` `StartUrl` https://my-company.awsapps.com/start `Region` eu-west-1",
            error.Message);
    }

    [Fact]
    public async Task A_named_session_brings_its_scopes()
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two);
        Assert.Equal(["sso:account:access", "openid"], Resolve(login, new LoginOptions { SessionName = "a" }).Scopes);
        Assert.Equal(["openid"], Resolve(login, new LoginOptions { SessionName = "a", Scopes = ["openid"] }).Scopes);
    }

    [Fact]
    public async Task An_unknown_name_is_an_error_that_lists_the_known()
    {
        await using var login = await StartAsync();
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Resolve(login, new LoginOptions { SessionName = "my-ssо" }));
        Assert.Contains("Sessions in", error.Message, StringComparison.Ordinal);
        Assert.Contains(": my-sso.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profiles_lead_to_their_session_or_to_their_own_start_URL()
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two + "[profile new]\nsso_session = b\n[profile old]\nsso_start_url = https://old.awsapps.com/start\nsso_region = eu-west-1\n[profile keys]\nregion = eu-west-1\n");
        Assert.Equal("b", Resolve(login, new LoginOptions { ProfileName = "new" }).SessionName);
        var old = Resolve(login, new LoginOptions { ProfileName = "old" });
        Assert.Equal((null, "https://old.awsapps.com/start", TokenCache.TokenKey(null, "https://old.awsapps.com/start")), (old.SessionName, old.StartUrl, old.CacheKey));
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Resolve(login, new LoginOptions { ProfileName = "keys" }));
        Assert.Equal("The profile 'keys' has neither sso_session nor sso_start_url. Give `SessionName`, or `StartUrl` and `Region`.", error.Message);
    }

    [Fact]
    public async Task A_start_URL_needs_no_configuration()
    {
        await using var login = await StartAsync();
        login.WriteConfig("this is no config file");
        var target = Resolve(login, new LoginOptions { StartUrl = "https://ssoins-1.portal.eu-west-1.app.aws" });
        Assert.Equal((null, "eu-west-1", true), (target.SessionName, target.Region, target.IsDualStack));
        Assert.Equal("`ConnectAsync` `StartUrl` https://ssoins-1.portal.eu-west-1.app.aws `Region` eu-west-1", target.ConnectCommand);
    }

    [Theory]
    [InlineData("https://a.awsapps.com/start", null)]
    [InlineData("a.awsapps.com/start/#/?tab=accounts", null)]
    [InlineData("https://A.awsapps.com/start/", "EU-west-1")]
    public async Task A_start_URL_that_is_configured_has_its_name_region_and_scopes(string startUrl, string? region)
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two);
        foreach (var options in new[] { new LoginOptions { StartUrl = startUrl, Region = region }, new LoginOptions { SessionName = "a", StartUrl = startUrl }, new LoginOptions { SessionName = startUrl, Region = region } })
        {
            var target = Resolve(login, options);
            Assert.Equal(("a", "https://a.awsapps.com/start", TokenCache.TokenKey("a", "")), (target.SessionName, target.StartUrl, target.CacheKey));
            Assert.Equal("eu-west-1", target.Region, ignoreCase: true);
            Assert.Equal(["sso:account:access", "openid"], target.Scopes);
        }
    }

    [Fact]
    public async Task A_start_URL_of_another_region_or_under_another_name_is_a_session_of_its_own()
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two);
        var elsewhere = Resolve(login, new LoginOptions { StartUrl = "https://a.awsapps.com/start", Region = "us-east-1" });
        Assert.Equal((null, "us-east-1"), (elsewhere.SessionName, elsewhere.Region));
        var renamed = Resolve(login, new LoginOptions { SessionName = "c", StartUrl = "https://a.awsapps.com/start" });
        Assert.Equal(("c", "eu-west-1"), (renamed.SessionName, renamed.Region));
    }

    [Fact]
    public async Task A_start_URL_of_several_sessions_has_the_region_that_they_share_and_no_name()
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two.Replace("https://b.", "https://a.", StringComparison.Ordinal).Replace("us-east-1", "eu-west-1", StringComparison.Ordinal));
        var target = Resolve(login, new LoginOptions { StartUrl = "https://a.awsapps.com/start" });
        Assert.Equal((null, "eu-west-1", TokenCache.TokenKey(null, "https://a.awsapps.com/start")), (target.SessionName, target.Region, target.CacheKey));
    }

    [Fact]
    public async Task A_start_URL_that_was_logged_in_to_once_needs_no_region_again()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync(new LoginOptions { SessionName = "ad hoc", StartUrl = "https://once.awsapps.com/start", Region = Region });
        var session = await login.ConnectAsync(new LoginOptions { StartUrl = "once.awsapps.com/start" });
        Assert.Equal((SsoOidcSessionSource.Cache, "ad hoc", Region), (session.Source, session.SessionName, session.Region));
    }

    [Fact]
    public async Task The_name_of_a_profile_in_the_place_of_a_sessions_leads_to_its_session()
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two + "[profile new]\nsso_session = b\n[profile a]\nsso_session = b\n[profile keys]\nregion = eu-west-1\n");
        Assert.Equal("b", Resolve(login, new LoginOptions { SessionName = "new" }).SessionName);
        Assert.Equal("a", Resolve(login, new LoginOptions { SessionName = "a" }).SessionName);
        Assert.Throws<SsoOidcConfigurationException>(() => Resolve(login, new LoginOptions { SessionName = "keys" }));
    }

    [Fact]
    public async Task Blank_scopes_are_none()
    {
        await using var login = await StartAsync();
        login.WriteConfig(Two);
        Assert.Equal(["sso:account:access", "openid"], Resolve(login, new LoginOptions { SessionName = "a", Scopes = [null!, " "] }).Scopes);
        Assert.Equal(["openid"], Resolve(login, new LoginOptions { SessionName = "a", Scopes = ["openid", null!] }).Scopes);
    }

    [Fact]
    public async Task A_session_that_was_logged_in_to_by_name_and_not_saved_is_found_in_the_cache()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync(new LoginOptions { SessionName = "ad hoc", StartUrl = PortalUrl, Region = Region });
        var session = await login.ConnectAsync(new LoginOptions { SessionName = "ad hoc" });
        Assert.Equal((SsoOidcSessionSource.Cache, PortalUrl), (session.Source, session.StartUrl));
        Assert.DoesNotContain("ad hoc", login.ReadConfig(), StringComparison.Ordinal);
        Assert.Equal("`ConnectAsync` `SessionName` 'ad hoc'", Resolve(login, new LoginOptions { SessionName = "ad hoc" }).ConnectCommand);
    }

    [Fact]
    public async Task Saving_writes_the_section_and_touches_nothing_else()
    {
        await using var login = await StartAsync();
        var before = login.ReadConfig();
        await login.ConnectAsync(new LoginOptions { SessionName = "new", StartUrl = PortalUrl, Region = Region, SaveSession = true });
        Assert.Equal(before + $"\n[sso-session new]\nsso_start_url = {PortalUrl}\nsso_region = {Region}\n", login.ReadConfig());
    }

    [Fact]
    public async Task Saving_needs_a_name_and_a_start_URL()
    {
        await using var login = await StartAsync();
        var error = Assert.Throws<SsoOidcConfigurationException>(() => Resolve(login, new LoginOptions { StartUrl = PortalUrl, Region = Region, SaveSession = true }));
        Assert.Equal("`SaveSession` needs `SessionName` and `StartUrl`: the name of the section to write, and what to write to it.", error.Message);
    }

    [Theory]
    [InlineData("o'brien; rm", "`ConnectAsync` `SessionName` 'o''brien; rm'")]
    [InlineData("a\u001b[31m", "`ConnectAsync` `SessionName` 'a [31m'")]
    public void Names_in_commands_are_quoted_and_clean(string name, string command) =>
        Assert.Equal(command, LoginTarget.Create(name, PortalUrl, Region, null).ConnectCommand);

    private static LoginTarget Resolve(LoginFixture login, LoginOptions options) => LoginTargetResolver.Resolve(options, login.Config(), login.Cache);
}
