using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Sessions;

/// <summary>Which session a call is about, and what is written of it.</summary>
[Collection(nameof(SessionCollection))]
public sealed class ConfiguredSessionTests
{
    private const string Of = ",SsoOidc.Commands.ConnectSSOOIDCSessionCommand";
    private const string Two = Home.Corp + "[sso-session lab]\nsso_start_url = https://lab.awsapps.com/start\nsso_region = us-east-2\n";

    [Fact]
    public async Task The_only_session_needs_no_name()
    {
        await using var home = await Home.StartAsync();
        home.GivenToken("corp", TimeSpan.FromHours(1));

        Assert.Equal("corp", (await home.RunAsync("Connect-SSOOIDCSession")).Single().Get("SessionName"));
    }

    [Fact]
    public async Task Several_sessions_are_listed()
    {
        await using var home = await Home.StartAsync();
        home.Config = Two;

        var error = (await home.RunAsync("Connect-SSOOIDCSession")).Error();

        Assert.Equal("SessionAmbiguous" + Of, error.FullyQualifiedErrorId);
        Assert.Equal(
            "There are 2 sessions; say which one with -SessionName: corp (https://corp.awsapps.com/start), lab (https://lab.awsapps.com/start).",
            error.Exception.Message);
    }

    [Fact]
    public async Task AWS_PROFILE_decides_between_several()
    {
        await using var home = await Home.StartAsync();
        home.Config = Two + "[profile work]\nsso_session = lab\n";
        home.Set("AWS_PROFILE", "work");
        home.GivenToken("lab", TimeSpan.FromHours(1));

        Assert.Equal("lab", (await home.RunAsync("Connect-SSOOIDCSession")).Single().Get("SessionName"));
    }

    [Fact]
    public async Task No_session_at_all_says_what_to_give()
    {
        await using var home = await Home.StartAsync();
        home.Config = "";

        var error = (await home.RunAsync("Connect-SSOOIDCSession")).Error();

        Assert.Equal("SessionMissing" + Of, error.FullyQualifiedErrorId);
        Assert.Equal(
            $"No session is configured in {home.PathOf(".aws/config")}. Give -StartUrl and -Region, for example: Connect-SSOOIDCSession -StartUrl https://my-company.awsapps.com/start -Region eu-west-1",
            error.Exception.Message);
    }

    [Fact]
    public async Task An_unknown_name_lists_the_known_ones()
    {
        await using var home = await Home.StartAsync();
        home.Config = Two;

        var error = (await home.RunAsync("Connect-SSOOIDCSession nowhere")).Error();

        Assert.Equal("SessionNotFound" + Of, error.FullyQualifiedErrorId);
        Assert.Contains("nowhere", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("corp", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("lab", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[profile work]\nsso_session = corp\n", "corp", "corp")]
    [InlineData("[profile work]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\n", null, "https://old.awsapps.com/start")]
    public async Task A_profile_leads_to_its_session(string profile, string? name, string cached)
    {
        await using var home = await Home.StartAsync();
        home.Config = Home.Corp + profile;

        var session = (await home.RunAsync("Connect-SSOOIDCSession -ProfileName work -UseDeviceCode -NoBrowser")).Single();

        Assert.Equal(name, session.Get("SessionName"));
        Assert.Equal(home.TokenPath(cached), session.Get("CachePath"));
        Assert.True(File.Exists(home.TokenPath(cached)));
    }

    [Fact]
    public async Task A_profile_without_a_session_is_an_error()
    {
        await using var home = await Home.StartAsync();
        home.Config = "[profile keys]\nregion = us-east-1\n";

        var error = (await home.RunAsync("Connect-SSOOIDCSession -ProfileName keys")).Error();

        Assert.Equal("The profile 'keys' has neither sso_session nor sso_start_url. Give -SessionName, or -StartUrl and -Region.", error.Exception.Message);
    }

    [Fact]
    public async Task A_start_url_and_a_region_need_no_configuration()
    {
        await using var home = await Home.StartAsync();
        home.Config = "";

        var session = (await home.RunAsync("Connect-SSOOIDCSession -StartUrl https://bare.awsapps.com/start -Region eu-north-1 -Scope sso:account:access, openid -UseDeviceCode -NoBrowser")).Single();

        Assert.Null(session.Get("SessionName"));
        Assert.Equal("https://bare.awsapps.com/start", session.ToString());
        Assert.Equal("""["sso:account:access","openid"]""", home.Server.Journal[0].Body["scopes"]);
        Assert.Equal("https://bare.awsapps.com/start", home.Server.Journal[1].Body["startUrl"]);
        Assert.True(File.Exists(home.TokenPath("https://bare.awsapps.com/start")));
        Assert.Empty(home.Config);
    }

    [Theory]
    [InlineData("-StartUrl corp", "The start URL 'corp' is not an https address. Expected the address of the access portal, for example https://corp.awsapps.com/start.")]
    [InlineData("-StartUrl https://bare.awsapps.com/start", "No region is known for the start URL https://bare.awsapps.com/start. Give the region of IAM Identity Center with -Region, or set sso_region in the [sso-session] section.")]
    [InlineData("corp -SaveSession", "-SaveSession needs -SessionName and -StartUrl: the name of the section to write, and what to write to it.")]
    public async Task What_is_missing_or_wrong_is_said_before_any_request(string arguments, string message)
    {
        await using var home = await Home.StartAsync();

        var error = (await home.RunAsync($"Connect-SSOOIDCSession {arguments} -UseDeviceCode")).Error();

        Assert.Equal((message.StartsWith("No region", StringComparison.Ordinal) ? "RegionMissing" : "InvalidConfiguration") + Of, error.FullyQualifiedErrorId);
        Assert.Equal(message, error.Exception.Message);
        Assert.Empty(home.Server.Journal);
    }

    [Theory]
    [InlineData("-UseDeviceCode -UseBrowser", "-UseDeviceCode and -UseBrowser are two ways to log in: give one of them.")]
    [InlineData("-NoBrowser -Browser firefox", "-NoBrowser and -Browser contradict each other: give one of them.")]
    [InlineData("-UseDeviceCode -RedirectPort 8400", "-RedirectPort is for the login in a browser, which -UseDeviceCode turns off.")]
    [InlineData("-ProfileName work", "-ProfileName names a session by itself: give it without -SessionName and -StartUrl.")]
    public async Task Parameters_that_contradict_each_other_are_an_error(string arguments, string message)
    {
        await using var home = await Home.StartAsync();

        var error = (await home.RunAsync($"Connect-SSOOIDCSession corp {arguments}")).Error();

        Assert.Equal("InvalidArgument,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.Equal(message, error.Exception.Message);
        Assert.Empty(home.Server.Journal);
    }

    [Fact]
    public async Task A_saved_session_is_a_section_more_and_every_other_byte_stays()
    {
        await using var home = await Home.StartAsync();
        const string Before = "# mine\r\n[default]\r\nregion=eu-west-1   \r\n\r\n[sso-session corp]\r\nsso_start_url = https://corp.awsapps.com/start\r\nsso_region = eu-west-1\r\n# end";
        home.Config = Before;

        (await home.RunAsync("Connect-SSOOIDCSession lab -StartUrl https://lab.awsapps.com/start -Region us-east-2 -SaveSession -UseDeviceCode -NoBrowser")).Single();

        Assert.Equal(Before + "\r\n\r\n[sso-session lab]\r\nsso_start_url = https://lab.awsapps.com/start\r\nsso_region = us-east-2\r\n", home.Config);
        Assert.Equal("Cache", $"{(await home.RunAsync("Connect-SSOOIDCSession lab")).Single().Get("Source")}");
    }

    [Fact]
    public async Task A_saved_session_brings_its_section_up_to_date()
    {
        await using var home = await Home.StartAsync();
        home.Config = "[sso-session lab]\nsso_region = us-east-1\nsso_start_url = https://old.awsapps.com/start\nmine = 1\n[default]\nregion = eu-west-1\n";

        (await home.RunAsync("Connect-SSOOIDCSession lab -StartUrl https://lab.awsapps.com/start -Region us-east-2 -Scope sso:account:access -SaveSession -UseDeviceCode -NoBrowser")).Single();

        Assert.Equal(
            "[sso-session lab]\nsso_region = us-east-2\nsso_start_url = https://lab.awsapps.com/start\nmine = 1\nsso_registration_scopes = sso:account:access\n[default]\nregion = eu-west-1\n",
            home.Config);
    }

    [Fact]
    public async Task An_empty_refusal_of_the_first_call_is_explained_by_a_wrong_region_or_start_url()
    {
        await using var home = await Home.StartAsync();
        home.Server.AddFault(new Fault { Kind = FaultKind.Error, Operation = "StartDeviceAuthorization", Error = "InvalidRequestException" });

        var error = (await home.RunAsync("Connect-SSOOIDCSession corp -UseDeviceCode -NoBrowser")).Error();

        Assert.Equal("LoginWrongRegionOrStartUrl,SsoOidc.Commands.ConnectSSOOIDCSessionCommand", error.FullyQualifiedErrorId);
        Assert.StartsWith("The service refused the start URL https://corp.awsapps.com/start in the region eu-west-1", error.Exception.Message, StringComparison.Ordinal);
    }
}
