using SsoOidc.Cache;
using SsoOidc.Login.Flows;
using static SsoOidc.Tests.Login.LoginFixture;

namespace SsoOidc.Tests.Login;

/// <summary>A token is used for the session that its file says it is of, whatever the file's name.</summary>
public sealed class NeverMistakenTests
{
    public static TheoryData<string, string, string?, string> Others => new()
    {
        { "https://former.awsapps.com/start", Region, null, "it is of the session https://former.awsapps.com/start in us-east-1" },
        { PortalUrl, "eu-west-1", null, "it is of the session https://my-sso.awsapps.com/start in eu-west-1" },
        { PortalUrl, Region, "codewhisperer:completions", "its token lacks the scope sso:account:access" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Connect_says_so_and_logs_in_and_the_old_file_stays_until_then(string startUrl, string region, string? scope, string why)
    {
        await using var login = await StartAsync();
        GivenToken(login, startUrl, region, scope);
        var before = File.ReadAllText(login.KeyPath);
        login.OnPrompt = _ =>
        {
            Assert.Equal(before, File.ReadAllText(login.KeyPath));
            return Task.CompletedTask;
        };

        var session = await login.ConnectAsync();

        Assert.Equal((SsoOidcSessionSource.Login, PortalUrl, Region), (session.Source, session.StartUrl, session.Region));
        Assert.Equal([$"The token file {login.KeyPath} is not used: {why}."], login.Warnings);
        Assert.Equal(session.AccessToken, login.Saved!.AccessToken);
        Assert.DoesNotContain(login.Fake.Journal, entry => entry.Body.Values.Contains("theirs"));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Nothing_that_never_logs_in_uses_it_or_sends_it(string startUrl, string region, string? scope, string why)
    {
        await using var login = await StartAsync();
        GivenToken(login, startUrl, region, scope);
        var options = new LoginOptions { SessionName = Session };

        foreach (var call in new[] { login.Flow().RefreshAsync(options, Cancel), login.Flow().GetAsync(options, Cancel) })
        {
            var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => call);
            Assert.Equal(LoginFailure.LoginRequired, error.Failure);
        }

        Assert.Equal(2, login.Warnings.Count(warning => warning.EndsWith(why + ".", StringComparison.Ordinal)));
        Assert.Empty(login.Fake.Journal);
    }

    [Fact]
    public async Task A_given_region_that_is_not_the_tokens_does_not_change_whose_token_it_is()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();

        await Assert.ThrowsAsync<SsoOidcLoginException>(() => login.Flow().GetAsync(new LoginOptions { SessionName = Session, Region = "eu-west-1" }, Cancel));

        Assert.Equal(SsoOidcSessionSource.Cache, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task More_scopes_than_the_login_asked_for_need_another_login_and_fewer_do_not()
    {
        await using var login = await StartAsync();
        var narrow = new LoginOptions { Scopes = ["sso:account:access"] };
        var wide = new LoginOptions { Scopes = ["sso:account:access", "codewhisperer:completions"] };
        await login.ConnectAsync(narrow);

        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(wide)).Source);
        Assert.Equal(SsoOidcSessionSource.Cache, (await login.ConnectAsync(wide)).Source);
        Assert.Equal(SsoOidcSessionSource.Cache, (await login.ConnectAsync(narrow)).Source);
        Assert.Equal(SsoOidcSessionSource.Cache, (await login.ConnectAsync()).Source);
    }

    [Fact]
    public async Task Scopes_that_the_usual_login_has_not_asked_for_need_another_login()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(new LoginOptions { Scopes = ["codewhisperer:completions"] })).Source);
    }

    [Theory]
    [InlineData("https://MY-SSO.awsapps.com/start/")]
    [InlineData("https://my-sso.awsapps.com/start#/?tab=accounts")]
    [InlineData("https://my-sso.awsapps.com:443/start")]
    public async Task The_same_portal_in_another_spelling_is_the_same_session(string spelling)
    {
        await using var login = await StartAsync();
        GivenToken(login, spelling, "US-EAST-1", null);
        Assert.Equal((SsoOidcSessionSource.Cache, "theirs"), (await GetAsync(login)).Item1);
    }

    [Fact]
    public async Task What_a_file_does_not_say_is_not_held_against_it()
    {
        await using var login = await StartAsync();
        await login.Cache.SaveTokenAsync(Key, new CachedToken { AccessToken = "theirs", ExpiresAt = login.Time.GetUtcNow().AddHours(1) });
        Assert.Equal((SsoOidcSessionSource.Cache, "theirs"), (await GetAsync(login)).Item1);
    }

    [Fact]
    public async Task A_list_shows_the_session_as_not_logged_in_and_the_other_as_what_it_is()
    {
        await using var login = await StartAsync();
        GivenToken(login, "https://former.awsapps.com/start", "eu-west-1", null);

        var sessions = login.Flow().ListSessions();

        Assert.Equal(
            [(null, "https://former.awsapps.com/start", "eu-west-1", SsoOidcSessionStatus.Valid), (Session, PortalUrl, Region, SsoOidcSessionStatus.NotLoggedIn)],
            sessions.Select(session => (session.SessionName, session.StartUrl, session.Region, session.Status)));
        Assert.Equal("The token file cannot be used: it is of the session https://former.awsapps.com/start in eu-west-1", sessions[1].Problem);
        Assert.All(sessions, session => Assert.Null(session.AccessToken));
    }

    [Fact]
    public async Task A_log_out_ends_what_the_file_holds_where_that_is()
    {
        await using var login = await StartAsync();
        await login.ConnectAsync();
        login.WriteConfig($"[sso-session {Session}]\nsso_start_url = https://new.awsapps.com/start\nsso_region = eu-west-1\n");

        var result = await login.Flow().DisconnectAsync(LoginTarget.Create(Session, "https://new.awsapps.com/start", "eu-west-1", null), Cancel);

        Assert.Equal((PortalUrl, Region, true, true), (result.StartUrl, result.Region, result.Removed, result.Revoked));
        Assert.Equal([Region], login.RegionsAsked.TakeLast(1));
    }

    [Fact]
    public async Task Force_does_not_end_the_session_of_another()
    {
        await using var login = await StartAsync();
        GivenToken(login, "https://former.awsapps.com/start", Region, null);
        Assert.Equal(SsoOidcSessionSource.Login, (await login.ConnectAsync(new LoginOptions { Force = true })).Source);
        Assert.DoesNotContain("Logout", login.Operations);
    }

    private static string Key => TokenCache.TokenKey(Session, PortalUrl);

    private static async Task<((SsoOidcSessionSource?, string?), int)> GetAsync(LoginFixture login)
    {
        var session = await login.ConnectAsync();
        return ((session.Source, session.AccessToken), login.Fake.Journal.Count);
    }

    // As an IDE leaves it: with its registration beside it, and nothing of ours.
    private static void GivenToken(LoginFixture login, string startUrl, string region, string? scope)
    {
        var end = login.Time.GetUtcNow().AddHours(1);
        var token = new CachedToken { StartUrl = startUrl, Region = region, AccessToken = "theirs", ExpiresAt = end, ClientId = "ide", ClientSecret = "theirs", RefreshToken = "theirs" };
        Assert.Null(login.Cache.SaveTokenAsync(Key, token).GetAwaiter().GetResult());
        if (scope is null)
            return;
        var registration = new CachedRegistration { ClientId = "ide", ClientSecret = "theirs", ExpiresAt = end, Scopes = [scope] };
        File.WriteAllBytes(login.Cache.PathOf(new string('a', 40)), registration.ToUtf8());
    }
}
